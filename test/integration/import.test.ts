import { count, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { importCustomers, type Imported, type ImportFile, type Refused } from "#app/domain/customers/import/run.ts";
import { grantInstallation } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import { currentRelease, getDefinition } from "#app/domain/definitions/store.ts";
import { account, authorisation, credential } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { mail } from "#db/schema/correspondence.ts";
import { agbCode, agbService, agreement, enterprise, roleHolder } from "#db/schema/organisations.ts";
import { practice } from "#db/worlds/cast.ts";
import { freshDatabase } from "#test/support/database.ts";
import { makeCsr } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

let office: TestOffice;
const db = () => office.database.db;
beforeAll(async () => {
  office = await openOffice();
});

const HEADS = {
  enterprises: "kvk-number;name;legal-form;segment;jointly-authorised;street;house-number;house-number-suffix;postcode;town;agreement-origin;agreement-starts-on;agreement-ends-on",
  codes: "agb-code;kvk-number;name;kind;care-type;ends-on;services",
  roles: "role;kvk-number;agb-code;rank;initials;prefix;surname;birth-date;email;phone;language;appointed-on",
  accounts: "user-number;agb-code;given-name;initials;prefix;surname;email;phone;language;ends-on;status;created-on",
  authorisations: "user-number;service;granted-on",
};
const GOOD = {
  enterprises: ["20000001;Praktijk Zoë;bv;regular;yes;Dorpsstraat;1;a;3511 ab;Utrecht;paper;2019-04-01;", "20000002;Praktijk Twee;bv;regular;no;Dorpsstraat;2;;3511AB;Utrecht;digital;2019-04-01;2027-01-01"],
  codes: ["30000001;20000001;Praktijk Zoë;enterprise;12;;claims cov", "30000002;20000002;Praktijk Twee;enterprise;12;;claims"],
  roles: [
    "signatory;20000001;;1;J.;de;Vries;1970-01-02;j@zoe.example;030 2345678;nl;2020-01-01",
    "signatory;20000001;;2;K.;;Bakker;;k@zoe.example;;en;2020-01-01",
    "contact;20000001;30000001;1;L.;;Smit;;l@zoe.example;;nl;2020-01-01",
  ],
  accounts: ["50000000000001;30000001;Anna;A.;van der;Linden;anna@zoe.example;;nl;;active;2021-05-05", "50000000000002;30000002;;B.;;Mulder;b@twee.example;;nl;2026-12-31;blocked;2021-05-05"],
  authorisations: ["50000000000001;claims;2021-05-06", "50000000000001;cov;2021-05-06", "50000000000002;claims;2021-05-06"],
};
type Rows = Partial<Record<keyof typeof HEADS, string[]>>;

function filesOf(rows: Rows): ImportFile[] {
  // The wrong way round on purpose: what one needs of the other is found out.
  return Object.entries(rows)
    .reverse()
    .map(([name, lines]) => ({
      name: `${name}.csv`,
      records: async function* () {
        for (const [place, text] of [HEADS[name as keyof typeof HEADS], ...lines].entries()) yield { line: place + 1, cells: text.split(";") };
      },
    }));
}

async function take(rows: Rows, apply: boolean, batchSize = 500): Promise<{ results: Record<string, Imported>; refused: Refused[] }> {
  const refused: Refused[] = [];
  const results = await importCustomers(db(), { files: filesOf(rows), apply, now: office.now(), refused: (row) => void refused.push(row), batchSize });
  return { results: Object.fromEntries(results.map((one) => [one.kind ?? one.file, one])), refused };
}

async function counts(): Promise<number[]> {
  const tables = [enterprise, agreement, agbCode, agbService, roleHolder, account, authorisation, auditEvent];
  return Promise.all(tables.map(async (table) => (await db().select({ amount: count() }).from(table))[0]?.amount ?? 0));
}

describe("the import of existing customers", () => {
  it("writes nothing in a dry run, and says what it would do", async () => {
    const before = await counts();
    const { results, refused } = await take(GOOD, false);
    expect(refused).toEqual([]);
    expect(results).toMatchObject({ enterprises: { written: 2 }, "agb-codes": { written: 2 }, roles: { written: 3 }, accounts: { written: 2 }, authorisations: { written: 3 } });
    expect(await counts()).toEqual(before);
  });

  it("judges alike in a dry run and for real, with line and reason, and never says what stood in a cell", async () => {
    const BAD: Rows = {
      enterprises: [
        "1234567;Kort;bv;regular;no;Straat;1;;3511AB;Utrecht;paper;2019-04-01;",
        "20000011;;bv;regular;maybe;Straat;1;;35 11;Utrecht;paper;2019-02-30;",
        "20000012;Om;bv;regular;no;Straat;1;;3511AB;Utrecht;paper;2019-04-01;2018-04-01",
        "20000013;Te kort;bv",
        `${practice("de-brug").kvkNumber};Een andere naam;bv;regular;no;Straat;1;;3511AB;Utrecht;paper;2019-04-01;`,
      ],
      codes: ["30000011;29999999;Wees;enterprise;12;;", "30000012;20000021;Vreemd;enterprise;12;;teleportation"],
      roles: [
        "signatory;20000021;30000021;1;J.;;Vries;;j@x.example;;nl;2020-01-01",
        "contact;20000021;;1;J.;;Vries;;j@x.example;;nl;2020-01-01",
        "signatory;20000021;;2;J.;;Vries;;j@x.example;;nl;2020-01-01",
        "main-contact;20000021;;1;J.;;Vries;1970-13-01;geheim;12;fr;2020-01-01",
        "main-contact;20000021;;1;J.;;Vries;;j@x.example;;nl;2020-01-01",
        "main-contact;20000021;;1;P.;;Jansen;;p@x.example;;nl;2020-01-01",
      ],
      accounts: ["123456782;30000021;;A.;;L;a@x.example;;nl;;active;2021-05-05", "50000000000021;39999999;;A.;;L;a@x.example;;nl;;active;2021-05-05"],
      authorisations: ["50000000000099;claims;2021-05-06", "50000000000022;cov;2021-05-06"],
    };
    const fine: Rows = { enterprises: ["20000021;Goed;bv;regular;no;Straat;1;;3511AB;Utrecht;paper;2019-04-01;"], codes: ["30000021;20000021;Goed;enterprise;12;;claims"], accounts: ["50000000000022;30000021;;A.;;L;a@x.example;;nl;;active;2021-05-05"] };
    const both = Object.fromEntries((Object.keys(HEADS) as Array<keyof typeof HEADS>).map((kind) => [kind, [...(fine[kind] ?? []), ...(BAD[kind] ?? [])]]));
    const dry = await take(both, false, 2);
    const { refused, results } = await take(both, true, 2);
    expect(refused).toEqual(dry.refused);
    const told = refused.map(({ file, line, reason }) => `${file}:${line} ${reason}`).sort();
    expect(told).toEqual(
      [
        "accounts.csv:3 user-number: is not 14 digits",
        "accounts.csv:4 agb-code: there is no such code",
        "authorisations.csv:2 user-number: there is no such account",
        "authorisations.csv:3 service: the AGB code of this account does not have it",
        "codes.csv:3 kvk-number: there is no such enterprise",
        "codes.csv:4 services: the catalogue does not have all of them",
        "enterprises.csv:3 kvk-number: is not 8 digits",
        "enterprises.csv:4 name: is empty; jointly-authorised: is none of yes, no; postcode: is not a Dutch postcode; agreement-starts-on: is not a date such as 2026-11-16",
        "enterprises.csv:5 agreement-ends-on is before agreement-starts-on",
        "enterprises.csv:6 has 3 cells where the head has 13",
        expect.stringMatching(/^enterprises\.csv:7 is there already with another name, .*; change that at the desk$/),
        "roles.csv:2 agb-code: this role is of the whole enterprise",
        "roles.csv:3 agb-code: is empty, and this role is of one AGB code",
        "roles.csv:4 rank: a second signatory is only there where two must act together",
        "roles.csv:5 birth-date: is not a date such as 2026-11-16; email: is not an e-mail address; phone: is not a phone number; language: is none of nl, en",
        "roles.csv:7 the same stands on line 6 of roles.csv",
      ],
    );
    expect(told.join()).not.toMatch(/geheim|123456782|teleportation|Een andere/);
    expect(results).toMatchObject({ enterprises: { written: 1, refused: 5 }, roles: { written: 1, refused: 5 } });
    expect(await db().$count(enterprise, eq(enterprise.name, "Een andere naam"))).toBe(0);
  });

  it("writes for real with an event for each, and a second time finds everything there", async () => {
    const before = await counts();
    expect((await take(GOOD, true, 2)).refused).toEqual([]);
    const after = await counts();
    expect(after.map((amount, place) => amount - (before[place] ?? 0))).toEqual([2, 2, 2, 3, 3, 2, 3, 2 + 2 + 3 + 2 + 2]);
    const [zoe] = await db().select().from(enterprise).where(eq(enterprise.kvkNumber, "20000001"));
    expect(zoe).toMatchObject({ name: "Praktijk Zoë", postcode: "3511AB", houseNumberSuffix: "a", jointlyAuthorised: true });
    expect(await db().select().from(auditEvent).where(eq(auditEvent.act, "account.imported"))).toMatchObject([{}, { subjectId: "50000000000001", actorId: "import", payload: {} }, {}]);
    const { results, refused } = await take(GOOD, true);
    expect(refused).toEqual([]);
    expect(Object.values(results).every(({ written, there, rows }) => written === 0 && there === rows)).toBe(true);
    expect(await counts()).toEqual(after);
  });

  it("has them told of their first certificate here, as everybody, though no request made their account (D6)", async () => {
    const [userNumber, now] = ["50000000000001", office.now()];
    const [pin] = await db().insert(credential).values({ userNumber, pinHash: "none", madeAt: now, installUntil: new Date(now.getTime() + 86_400_000) }).returning();
    if (!pin) throw new Error("There is no PIN.");
    const leave = await grantInstallation(office.made.office, { credential: pin, notSaved: false, now });
    const { content: profile } = await getDefinition(db(), await currentRelease(db()), "certificate-profile", "personal");
    await installCertificate(office.made.office, office.made.office.authority, { installationId: leave.id, csrPem: await makeCsr(userNumber), profile, now });
    await office.work();
    const told = await db().select().from(mail).where(eq(mail.template, "account-certificate-installed"));
    expect(told.map(({ recipient }) => recipient).sort()).toEqual(["anna@zoe.example", "l@zoe.example"]);
    expect(told.every(({ text }) => text.includes("30000001") && !text.includes(userNumber) && !/undefined|\{\{/.test(text))).toBe(true);
  });

  it("refuses a file whose columns are of no kind, and takes the others", async () => {
    const refused: Refused[] = [];
    const odd: ImportFile = { name: "bsn.csv", records: async function* () { yield { line: 1, cells: ["bsn", "pin"] }; yield { line: 2, cells: ["1", "2"] }; } };
    const results = await importCustomers(db(), { files: [odd, ...filesOf(GOOD)], apply: false, now: office.now(), refused: (row) => void refused.push(row) });
    expect(refused).toMatchObject([{ file: "bsn.csv", line: 1, reason: expect.stringContaining("not the columns") }]);
    expect(results).toHaveLength(6);
  });

  it("asks to start the office first where none was opened with the database yet", async () => {
    const empty = await freshDatabase();
    await expect(importCustomers(empty.db, { files: filesOf(GOOD), apply: true, now: office.now(), refused: () => undefined })).rejects.toMatchObject({ code: "start.nothing-published" });
  });

  it("keeps to five ICT administrators of one enterprise", async () => {
    const codes = Array.from({ length: 7 }, (_, place) => `3100000${place};20000031;Groot;enterprise;12;;`);
    const roles = Array.from({ length: 7 }, (_, place) => `ict-administrator;20000031;3100000${place};1;J.;;Vries;;j@x.example;;nl;2020-01-01`);
    const { results, refused } = await take({ enterprises: ["20000031;Groot;bv;regular;no;Straat;1;;3511AB;Utrecht;paper;2019-04-01;"], codes, roles }, true, 3);
    expect(results["roles"]).toMatchObject({ written: 5, refused: 2 });
    expect(refused[0]?.reason).toBe("role: an enterprise has at most 5 ICT administrators");
  });
});
