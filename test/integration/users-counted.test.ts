import { beforeAll, expect, it } from "vitest";

import { newUserNumber } from "#app/domain/accounts/user-number.ts";
import { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { ServiceCatalogue } from "#app/domain/definitions/schema/services.ts";
import { accountFacts } from "#app/domain/requests/account-facts.ts";
import { account, authorisation, type AccountKind } from "#db/schema/accounts.ts";
import type { Database } from "#db/client.server.ts";
import catalogueFile from "#rules/services.json" with { type: "json" };
import change from "#rules/requests/authorisation-change.json" with { type: "json" };
import newUser from "#rules/requests/new-user.json" with { type: "json" };
import system from "#rules/requests/system-certificate.json" with { type: "json" };
import tests from "#rules/requests/test-certificate.json" with { type: "json" };
import { freshDatabase } from "#test/support/database.ts";

import { NOW, openPractice, type Practice } from "../domain/identification/practice.ts";

const catalogue = ServiceCatalogue.parse(catalogueFile);
const [BASIS, YOUTH] = ["wmo-claims", "jeugdwet-claims"];

let database: Database;
let bridge: Practice;
beforeAll(async () => {
  database = await freshDatabase();
  bridge = await openPractice(database);
  for (let nth = 0; nth < 20; nth += 1) await hasAccount("personal", [BASIS, YOUTH]);
});

async function hasAccount(kind: AccountKind, services: string[]): Promise<string> {
  const userNumber = newUserNumber("demonstration", kind);
  const { enterpriseId, agbCode } = bridge;
  const initials = kind === "system" ? "" : "Z.";
  await database.db.insert(account).values({ userNumber, kind, enterpriseId, agbCode, initials, surname: "Håkon", email: "z.vanderhakon@debrug.example", language: "nl", status: "active", createdAt: NOW });
  await database.db.insert(authorisation).values(services.map((service) => ({ userNumber, service, grantedAt: NOW })));
  return userNumber;
}

async function counted(type: unknown, answers: Record<string, unknown>) {
  const facts = await accountFacts(database.db, { type: RequestType.parse(type), answers, before: [], agbCode: bridge.agbCode, catalogue });
  return [facts["wmo.usersAfter"], facts["jeugdwet.usersAfter"], facts["services.overMaximum"]];
}

// A rule of its own asks for the maximum; here is what it is asked of.
it("software and tests do not count among the users of an AGB code, whether they are there or asked for (D14, R112, R114)", async () => {
  const asked = { services: [BASIS] };
  expect(await counted(newUser, asked)).toEqual([21, 20, [BASIS]]);
  const software = await hasAccount("system", [BASIS]);
  const test = await hasAccount("test", [BASIS, YOUTH]);
  expect(await counted(newUser, asked)).toEqual([21, 20, [BASIS]]);
  expect(await counted(system, { "system.what": "new", ...asked })).toEqual([20, 20, []]);
  expect(await counted(tests, asked)).toEqual([20, 20, []]);
  for (const userNumber of [software, test]) {
    const more = { "user.number": userNumber, "change.kind": "grant", "change.grant": [YOUTH] };
    expect(await counted(change, more)).toEqual([20, 20, []]);
  }
});
