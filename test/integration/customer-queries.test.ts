import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { readAccount } from "#app/domain/customers/account.ts";
import { readEnterprise } from "#app/domain/customers/enterprise.ts";
import { listCustomers } from "#app/domain/customers/list.ts";
import type { Database } from "#db/client.server.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { watchedDatabase, wholeTables, type WatchedDatabase } from "#test/support/query-plans.ts";

const NOW = new Date("2026-11-16T14:00:00.000Z");
/** What grows with the office. What is not here (agreements of one page, services of one code) is found by its key. */
const LARGE = ["enterprise", "agb_code", "agreement", "account", "role_holder", "credential", "certificate", "letter", "request", "audit_event", "authorisation"];

let database: Database;
let plansOf: WatchedDatabase["plansOf"];

beforeAll(async () => {
  ({ database, plansOf } = await watchedDatabase());
  const run = (text: string) => database.db.execute(sql.raw(text));
  await run("insert into release (published_at, published_by) values (now(), 'installation')");
  await run(`insert into enterprise (kvk_number, name, legal_form, segment, street, house_number, postcode, town, registered_at)
    select (10000000 + g)::text, 'Praktijk ' || md5(g::text), 'bv', 'regular', 'Straat', 1, '1234AB', 'Plaats ' || g % 500, now() from generate_series(1, 3000) g`);
  await run("insert into agb_code (code, enterprise_id, name, kind, care_type) select lpad((row_number() over ())::text, 8, '0'), id, name, 'enterprise', '12' from enterprise");
  await run(`insert into account (user_number, enterprise_id, agb_code, initials, surname, email, language, status, created_at)
    select lpad((row_number() over ())::text, 14, '0'), enterprise_id, code, 'A.', md5(code), code || '@x.example', 'nl', 'active', now() from agb_code`);
  await run("insert into role_holder (enterprise_id, role, initials, surname, email, appointed_at) select enterprise_id, 'main-contact', 'B.', md5(email), 'h' || email, now() from account");
  await run("insert into credential (user_number, pin_hash, made_at, install_until) select user_number, 'none', now(), now() from account");
  await run("analyze");
}, 300_000);

describe("the list of customers reads no table whole", () => {
  it.each([
    ["of all", {}, ["enterprise_in_order"]],
    ["by name", { text: "praktijk 3f2a" }, ["enterprise_search", "agb_code_search"]],
    ["by two letters", { text: "f3" }, ["enterprise_"]],
    ["by KvK number", { text: "10000077" }, ["enterprise_has_one_kvk_number", "agb_code_pkey"]],
    ["by user number", { text: "00000000000077" }, [/account_pkey|account_is_of_one_kind/]],
    ["by e-mail address", { text: "00000077@x.example" }, ["account_email", "role_holder_email"]],
    ["by town", { text: "plaats 77" }, ["enterprise_town"]],
    ["by person", { text: "b. 28dd2c" }, ["account_search", "role_holder_search"]],
  ])("%s", async (_what, input, indexes) => {
    const plans = await plansOf(() => listCustomers(database.db, { ...input, now: NOW }));
    expect(wholeTables(plans, LARGE)).toEqual([]);
    expect(indexes.filter((index) => plans.join("\n").search(index) < 0)).toEqual([]);
  });

  it("goes on deep in the list by the index of its order", async () => {
    const [row] = await database.db.select({ id: enterprise.id }).from(enterprise).orderBy(sql`lower(name)`).offset(2000).limit(1);
    const plans = await plansOf(() => listCustomers(database.db, { place: row?.id ?? "", now: NOW }));
    expect(plans.find((plan) => plan.includes("ROW(lower"))).toMatch(/Index (Only )?Scan using enterprise_in_order[\s\S]*Index Cond: \(ROW\(lower/);
  });
});

describe("the pages of one customer read no table whole", () => {
  it("enterprise", async () => {
    const [row] = await database.db.select({ id: enterprise.id }).from(enterprise).limit(1);
    const plans = await plansOf(() => readEnterprise(database.db, { enterpriseId: row?.id ?? "", now: NOW }));
    expect(plans.length).toBeGreaterThan(10);
    expect(wholeTables(plans, LARGE)).toEqual([]);
    expect(["agreement_enterprise", "role_holder_enterprise", "agb_code_enterprise", "account_enterprise", "request_enterprise"].filter((index) => !plans.join("\n").includes(index))).toEqual([]);
  });

  it("account", async () => {
    const plans = await plansOf(() => readAccount(database.db, "00000000000077"));
    expect(plans.length).toBeGreaterThan(8);
    expect(wholeTables(plans, LARGE)).toEqual([]);
    expect(["credential_user_number", "audit_event_by_subject"].filter((index) => !plans.join("\n").includes(index))).toEqual([]);
  });

  it("would be found, were there one", async () => {
    const plans = await plansOf(() => database.db.select().from(enterprise).where(sql`street = 'Straat'`));
    expect(wholeTables(plans, LARGE)).toEqual(["enterprise"]);
  });
});
