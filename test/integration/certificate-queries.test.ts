import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { overviewByCode } from "#app/domain/customers/certificates/per-code.ts";
import { expiryByWeek } from "#app/domain/customers/certificates/outlook.ts";
import { searchCertificates, type CertificateNarrowing } from "#app/domain/customers/certificates/search.ts";
import { countToInstall, listToInstall } from "#app/domain/customers/certificates/to-install.ts";
import type { Database } from "#db/client.server.ts";
import { certificate } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { watchedDatabase, wholeTables, type WatchedDatabase } from "#test/support/query-plans.ts";

const NOW = new Date("2026-11-16T14:00:00.000Z");
const LARGE = ["enterprise", "agb_code", "account", "role_holder", "credential", "certificate"];
const AMOUNT = 6000;

let database: Database;
let plansOf: WatchedDatabase["plansOf"];

beforeAll(async () => {
  ({ database, plansOf } = await watchedDatabase());
  const run = (text: string) => database.db.execute(sql.raw(text));
  await run(`insert into enterprise (kvk_number, name, legal_form, segment, street, house_number, postcode, town, registered_at)
    select (10000000 + g)::text, 'Praktijk ' || md5(g::text), 'bv', 'regular', 'Straat', 1, '1234AB', 'Plaats ' || g % 500, now() from generate_series(1, ${AMOUNT}) g`);
  await run("insert into agb_code (code, enterprise_id, name, kind, care_type) select lpad((row_number() over ())::text, 8, '0'), id, name, 'enterprise', '12' from enterprise");
  await run(`insert into account (user_number, enterprise_id, agb_code, initials, surname, email, language, status, created_at)
    select lpad((row_number() over ())::text, 14, '0'), enterprise_id, code, 'A.', md5(code), code || '@x.example', 'nl', 'active', now() from agb_code`);
  await run("insert into credential (user_number, pin_hash, made_at, install_until) select user_number, 'none', now(), timestamptz '2026-11-10' + (row_number() over () % 70) * interval '1 day' from account");
  // One in ten is revoked, one in a hundred replaced, and one in fifty of another profile.
  await run(`insert into certificate (serial, user_number, profile, issuer_id, status, tbs, tbs_sha256, der, public_key_sha256, not_before, not_after, intended_at, issued_at, revoked_at, revocation_reason)
    select '01' || md5(g::text), lpad(g::text, 14, '0'), case when g % 50 = 0 then 'system' else 'personal' end, 'i', case when g % 10 = 0 then 'revoked' else 'issued' end, '', '', '', md5(g::text),
      timestamptz '2024-11-01' + g * interval '3 hours', timestamptz '2026-11-01' + g * interval '3 hours', now(), now(), case when g % 10 = 0 then now() end,
      case when g % 100 = 0 then 'superseded' when g % 10 = 0 then 'unspecified' end from generate_series(1, ${AMOUNT}) g`);
  await run("analyze");
}, 300_000);

const search = (narrowing: CertificateNarrowing, place?: string) => searchCertificates(database.db, { narrowing, now: NOW, ...(place && { place }) });

describe("the list of certificates reads no table whole", () => {
  it.each<[string, CertificateNarrowing, string[]]>([
    ["of all", {}, ["certificate_in_force", "certificate_revoked"]],
    ["valid", { state: "valid" }, ["certificate_in_force"]],
    ["about to expire", { state: "expires-soon" }, ["certificate_in_force"]],
    ["expired", { state: "expired" }, ["certificate_in_force"]],
    ["revoked", { state: "revoked" }, ["certificate_revoked"]],
    ["replaced", { state: "replaced" }, ["certificate_replaced"]],
    ["of a rarer profile", { profile: "system", state: "valid" }, ["certificate_of_rarer_profile"]],
    ["by serial", { text: `01${"c4ca4238a0b923820dcc509a6f75849b"}` }, ["certificate_pkey"]],
    ["by user number", { text: "0000 0000 0000 77" }, ["certificate_user_number"]],
    ["by AGB code or KvK number", { text: "10000077" }, ["account_agb_code", "account_enterprise", "certificate_user_number"]],
    ["by e-mail address", { text: "00000077@x.example" }, ["account_email", "certificate_user_number"]],
    ["by name", { text: "a. 28dd2c47" }, ["account_search"]],
  ])("%s", async (_what, narrowing, indexes) => {
    const plans = await plansOf(() => search(narrowing));
    expect(wholeTables(plans, LARGE)).toEqual([]);
    expect(indexes.filter((index) => !plans.join("\n").includes(index))).toEqual([]);
  });

  it.each<[CertificateNarrowing["state"], string]>([
    [undefined, "certificate_in_force"],
    ["valid", "certificate_in_force"],
    ["expires-soon", "certificate_in_force"],
    ["revoked", "certificate_revoked"],
  ])("deep in the list (%s) by the index of its order, without sorting", async (state, index) => {
    const [row] = await database.db.select({ serial: certificate.serial }).from(certificate).where(sql`status = ${state === "revoked" ? "revoked" : "issued"} and not_after > ${NOW.toISOString()}`).orderBy(certificate.notAfter).offset(200).limit(1);
    const plans = (await plansOf(() => search({ state }, row?.serial ?? ""))).filter((plan) => plan.includes("ROW("));
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.join("\n")).toMatch(new RegExp(`Index (Only )?Scan (Backward )?using ${index}[\\s\\S]*Index Cond: [^\\n]*ROW\\(not_after`));
    expect(plans.find((plan) => plan.includes(index))).not.toContain("Sort");
  });

  it("of one owner begins at the owner, and not at all certificates in their order", async () => {
    const [row] = await database.db.select({ id: enterprise.id }).from(enterprise).limit(1);
    const plans = await plansOf(() => search({ owner: { enterpriseId: row?.id ?? "" }, state: "valid" }));
    expect(wholeTables(plans, LARGE)).toEqual([]);
    expect(plans.join("\n")).toContain("account_enterprise");
    expect(plans.join("\n")).not.toContain("certificate_in_force");
  });
});

describe("what is counted", () => {
  it("of the coming weeks is read from one index alone", async () => {
    await database.db.execute(sql`vacuum analyze certificate`);
    const plans = await plansOf(() => expiryByWeek(database.db, NOW));
    expect(wholeTables(plans, LARGE)).toEqual([]);
    expect(plans.join("\n")).toMatch(/Index Only Scan using certificate_in_force|Bitmap Index Scan on certificate_in_force/);
  });

  it("for an overview of one enterprise begins at that enterprise", async () => {
    const [row] = await database.db.select({ id: enterprise.id }).from(enterprise).limit(1);
    const plans = await plansOf(() => overviewByCode(database.db, { enterpriseId: row?.id ?? "", now: NOW }));
    expect(plans).toHaveLength(1);
    expect(wholeTables(plans, LARGE)).toEqual([]);
  });

  it("of what waits to be installed by the index of their end", async () => {
    const plans = [...(await plansOf(() => countToInstall(database.db, { now: NOW, most: 1000 }))), ...(await plansOf(() => listToInstall(database.db, { narrowing: { band: "waiting" }, now: NOW })))];
    expect(wholeTables(plans, LARGE)).toEqual([]);
    expect(plans.join("\n")).toContain("credential_to_purge");
  });

  it("would be found reading a whole table, were there one that does", async () => {
    expect(wholeTables(await plansOf(() => database.db.select().from(certificate).where(sql`issuer_id = 'i'`)), LARGE)).toEqual(["certificate"]);
  });
});
