import { and, eq, isNull } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";

import * as apply from "#app/routes/apply.$type.tsx";
import * as page from "#app/routes/draft.$token.$page.tsx";
import * as refer from "#app/routes/refer.$destination.tsx";
import { getRequest } from "#app/domain/requests/decide.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { latestJudgement } from "#app/domain/requests/decide.ts";
import { account } from "#db/schema/accounts.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { person } from "#db/worlds/cast.ts";
import { asItWas, roleFormFor } from "#test/support/contacts.ts";
import { answersFor, approve, identify, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterEach(() => asItWas(office));

const BRUG = { "practice.agbCode": "12345678", "practice.kvkNumber": "68750110" };

async function withoutMainContact(): Promise<void> {
  await office.database.db
    .update(roleHolder)
    .set({ endedAt: office.now() })
    .where(and(eq(roleHolder.email, person("fatima").email), isNull(roleHolder.endedAt)));
}

/** A form of this kind, filled in page after page by who has a browser; answers where the last page led. */
async function fillIn(type: string, pages: Array<[page: string, typed: Record<string, string>]>): Promise<{ token: string; location: string; fields: unknown }> {
  const { get, post } = routesOf(office);
  const begun = await post(apply.action, `/apply/${type}`, {}, { params: { type } });
  const token = begun.location?.split("/")[2] ?? "";
  let location = "";
  let fields: unknown;
  for (const [name, typed] of pages) {
    const at = { params: { token, page: name } };
    const { seen, drawn } = (await get(page.loader, `/draft/${token}/${name}`, at)).data as { seen: string; drawn: string };
    const answer = await post(page.action, `/draft/${token}/${name}`, { _seen: seen, _drawn: drawn, ...typed }, at);
    location = answer.location ?? "";
    fields = (answer.data["problem"] as { fields?: unknown } | undefined)?.fields;
  }
  return { token, location, fields };
}

const change = (seat: string, kind: string, as = "signatory"): [string, Record<string, string>] => ["change", { "asking.as": as, "change.role": seat, "change.kind": kind }];

describe("a practice without a main contact", () => {
  it("is referred to appointing one first when it asks for a user, and finds the form there", async () => {
    await withoutMainContact();
    const { token, location } = await fillIn("new-user", [["practice", BRUG]]);
    expect(location).toBe(`/refer/main-contact-first?draft=${token}&page=practice`);
    const { get } = routesOf(office);
    const shown = await get(refer.loader, location, { params: { destination: "main-contact-first" } });
    expect(shown.data).toMatchObject({ form: "contact-change", back: `/draft/${token}/practice`, onward: null, saved: true, title: "Wijs eerst een hoofdcontactpersoon aan" });
  });

  it("goes on where nothing is sent to a main contact", async () => {
    await withoutMainContact();
    const { location } = await fillIn("authorisation-change", [["practice", BRUG]]);
    expect(location).toMatch(/\/reason$/);
  });

  it("can appoint one, and only then a contact person who gets a number and a PIN", async () => {
    await withoutMainContact();
    expect((await fillIn("contact-change", [["practice", BRUG], change("main-contact", "add")])).location).toMatch(/\/new$/);
    const { location, token } = await fillIn("contact-change", [
      ["practice", BRUG],
      change("second-contact", "add"),
      ["new", { "new.name.initials": "E.", "new.name.surname": "Kaya", "new.email": "e.kaya@debrug.example", "new.phone": "06 12345671", "new.relation": "employed", "new.employed": "yes", "new.account": "none" }],
    ]);
    expect(location).toBe(`/refer/main-contact-first?draft=${token}&page=new`);

    const appointing = await received(office, roleFormFor({ seat: "main-contact", kind: "add", appointed: "elif", as: "signatory", by: "johanna" }), "contact-change");
    await approve(office, appointing);
    await office.letDecisionsLeave();
    await identify(office, appointing, { holder: "johanna" });
    await office.work();
    expect((await getRequest(office.database.db, appointing)).status).toBe("done");
    expect((await fillIn("new-user", [["practice", BRUG]])).location).toMatch(/\/reason$/);
    // What asks for one now goes through, and the number goes to her.
    const user = await received(office, answersFor("de-brug"));
    await approve(office, user);
    await office.letDecisionsLeave();
    await identify(office, user, { holder: "johanna" });
    await office.work();
    expect(await office.database.db.select().from(account).where(eq(account.requestId, user))).toHaveLength(1);
  });

  it("whose request was sent before is held at the desk", async () => {
    await withoutMainContact();
    const requestId = await received(office, roleFormFor({ seat: "second-contact", kind: "add", appointed: "elif", as: "signatory", by: "johanna" }), "contact-change");
    const { findings } = (await latestJudgement(office.database.db, requestId, "screening")) ?? { findings: [] };
    expect((findings as Finding[]).map(({ ruleId }) => ruleId)).toContain("main-contact-needed");
  });
});

describe("where the forms point to", () => {
  it("a long absence: the form for another contact person, and not how to reach us (R6)", async () => {
    const { token, location } = await fillIn("new-user", [["practice", BRUG], ["reason", { reason: "contact-absent", absence: "long" }]]);
    expect(location).toBe(`/refer/contact-change?draft=${token}&page=reason&onward=user`);
    const { get } = routesOf(office);
    expect((await get(refer.loader, location, { params: { destination: "contact-change" } })).data).toMatchObject({ form: "contact-change", onward: `/draft/${token}/user` });
    expect((await get(apply.loader, "/apply/contact-change", { params: { type: "contact-change" } })).data).toMatchObject({ type: "contact-change" });
    // Of what has no form the page still says how to reach us.
    expect((await get(refer.loader, "/refer/vektis", { params: { destination: "vektis" } })).data).toMatchObject({ form: null });
  });

  it("who may ask for what is said at once, from what the applicant says and nothing that we know", async () => {
    const { token, location } = await fillIn("contact-change", [["practice", BRUG], change("signatory", "replace", "contact")]);
    expect(location).toBe(`/refer/who-may-ask?draft=${token}&page=change`);
    expect((await fillIn("contact-change", [["practice", BRUG], change("second-contact", "add", "contact")])).location).toMatch(/\/new$/);
  });
});

describe("bad input", () => {
  it("gets a sentence at each field, and the statement is asked of who is employed only (R98, D27)", async () => {
    const before: Array<[string, Record<string, string>]> = [["practice", BRUG], change("first-contact", "add", "main-contact")];
    const typed = { "new.name.initials": "E.", "new.name.surname": "K4ya", "new.email": "elif", "new.phone": "12", "new.relation": "employed", "new.account": "has", "new.number": "123" };
    const { fields, location } = await fillIn("contact-change", [...before, ["new", typed]]);
    expect(location).toBe("");
    expect(Object.keys(fields as object).sort()).toEqual(["new.email", "new.employed", "new.name.surname", "new.number", "new.phone"]);
    const owner = { "new.name.initials": "E.", "new.name.surname": "Kaya", "new.email": "e.kaya@debrug.example", "new.phone": "06 12345671", "new.relation": "owner", "new.account": "none" };
    expect((await fillIn("contact-change", [...before, ["new", owner]])).location).toMatch(/\/applicant$/);
  });

  it("a date of birth that is still to come, and who goes without saying why", async () => {
    const future = await fillIn("contact-change", [
      ["practice", BRUG],
      change("signatory", "add"),
      ["new", { "new.name.initials": "E.", "new.name.surname": "Kaya", "new.birthDate.day": "1", "new.birthDate.month": "1", "new.birthDate.year": "2030", "new.email": "e.kaya@debrug.example", "new.phone": "06 12345671" }],
    ]);
    expect(Object.keys(future.fields as object)).toEqual(["new.birthDate"]);
    const silent = await fillIn("contact-change", [["practice", BRUG], change("first-contact", "remove", "main-contact"), ["former", { "former.name.initials": "P.", "former.name.surname": "Hendriks" }]]);
    expect(Object.keys(silent.fields as object)).toEqual(["former.situation"]);
  });
});
