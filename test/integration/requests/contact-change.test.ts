import { and, eq, isNull } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";

import { tokenOf } from "#app/domain/access/links.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { fullName } from "#app/domain/people.ts";
import { readCase } from "#app/domain/requests/case.ts";
import { getRequest, latestJudgement } from "#app/domain/requests/decide.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { readRoleChange } from "#app/domain/requests/role-change.ts";
import * as confirmPage from "#app/routes/confirm.$token.tsx";
import { showCase } from "#app/web/desk.server.ts";
import { translator } from "#app/web/i18n.server.ts";
import { account, credential, letter } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { mail } from "#db/schema/correspondence.ts";
import { agbCode, enterprise, roleHolder } from "#db/schema/organisations.ts";
import { person, practice } from "#db/worlds/cast.ts";
import { asItWas, roleFormFor, type AskedChange } from "#test/support/contacts.ts";
import { approve, fillIn, identify, linkTo, printAndPost, received, submit } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { routesOf } from "#test/support/routes.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const rowOf = (requestId: string) => getRequest(office.database.db, requestId);
const asked = (change: AskedChange) => received(office, roleFormFor(change), "contact-change");
const mailsOf = async (requestId: string) =>
  (await office.database.db.select().from(mail).where(eq(mail.requestId, requestId)).orderBy(mail.queuedAt)).map(({ template, recipient }) => `${template} ${recipient}`).sort();
const foundIn = async (requestId: string) => ((await latestJudgement(office.database.db, requestId, "screening"))?.findings as Finding[]).map(({ ruleId }) => ruleId).sort();

/** Who has a role at a practice of the cast now, "role rank name". */
async function holders(practiceId = "de-brug"): Promise<string[]> {
  const rows = await office.database.db
    .select({ holder: roleHolder })
    .from(roleHolder)
    .innerJoin(enterprise, eq(enterprise.id, roleHolder.enterpriseId))
    .where(and(eq(enterprise.kvkNumber, practice(practiceId).kvkNumber), isNull(roleHolder.endedAt)));
  return rows.map(({ holder }) => `${holder.role} ${holder.rank} ${fullName(holder)}`).sort();
}

afterEach(() => asItWas(office));

async function approved(change: AskedChange): Promise<string> {
  const requestId = await asked(change);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  return requestId;
}

describe("a change of contacts (R96, R97, Q5, Q16)", () => {
  it("is confirmed by who reads which role it is, who gets it and who loses it", async () => {
    const requestId = await submit(office, await fillIn(office, roleFormFor({ seat: "first-contact", kind: "replace", former: "pieter", appointed: "elif" }), "contact-change"));
    const token = tokenOf(office.made.office.secrets.link, await linkTo(office, requestId, "confirm"));
    const page = await routesOf(office).get(confirmPage.loader, `/confirm/${token}`, { params: { token } });
    expect(page.data).toMatchObject({ asked: { role: { name: "eerste contactpersoon", comes: "E. Kaya", goes: "P. Hendriks" } } });
  });

  it("replaces the first contact person: old and new at the desk, in the e-mails and in the trail, and an account with number and PIN", async () => {
    const requestId = await asked({ seat: "first-contact", kind: "replace", former: "pieter", appointed: "elif" });
    await office.work();
    expect(await foundIn(requestId)).toEqual(["role-second-check"]);
    expect(await rowOf(requestId)).toMatchObject({ subjectName: "E. Kaya", identificationRequired: true, deliveryRequired: true, secondCheckRequired: true });
    const screen = await showCase({ db: office.database.db, actor: office.staff.sanne, now: office.now(), t: translator("nl"), language: "nl" }, requestId);
    const people = [
      { name: "P. Hendriks", before: true, after: false },
      { name: "E. Kaya", before: false, after: true },
    ];
    expect(screen.roleChange).toEqual({ isDone: false, role: "eerste contactpersoon", agbCode: "12345678", people, accounts: [] });
    await approve(office, requestId);
    await office.letDecisionsLeave();
    expect(await holders()).toContain("contact 1 P. Hendriks");
    await identify(office, requestId, { holder: "johanna" });
    await office.work();

    expect(await holders()).toContain("contact 1 E. Kaya");
    expect(await holders()).not.toContain("contact 1 P. Hendriks");
    const [made] = await office.database.db.select().from(account).where(eq(account.requestId, requestId));
    expect(made).toMatchObject({ surname: "Kaya", email: person("elif").email, agbCode: "12345678", status: "active" });
    const [pin] = await office.database.db.select().from(letter).where(eq(letter.requestId, requestId));
    // The letter goes to the main contact, at the correspondence address (R25, D6).
    expect(pin?.addressee.join(" ")).toMatch(/De Brug.*F\. el Idrissi.*Brugstraat/);
    expect(await rowOf(requestId)).toMatchObject({ status: "fulfilling", letterPostedAt: null });
    expect((await rowOf(requestId)).numberSentAt).not.toBeNull();
    await printAndPost(office);
    expect((await rowOf(requestId)).status).toBe("done");

    const after = await showCase({ db: office.database.db, actor: office.staff.sanne, now: office.now(), t: translator("en"), language: "en" }, requestId);
    expect(after.roleChange).toEqual({ isDone: true, role: "first contact person", agbCode: "12345678", people, accounts: [] });
    expect(after.trail.find(({ what }) => what === "Role changed")?.text).toBe("first contact person: P. Hendriks → E. Kaya");
    const [event] = await office.database.db.select().from(auditEvent).where(and(eq(auditEvent.requestId, requestId), eq(auditEvent.act, "role.changed")));
    // Who it was stands in the register; the trail, which outlives it, holds no names.
    expect(event?.payload).toMatchObject({ seat: "first-contact", agbCode: "12345678" });
    expect(JSON.stringify(event?.payload)).not.toMatch(/Kaya|Hendriks/);

    await office.work();
    const [pieter, fatima, johanna, elif] = ["pieter", "fatima", "johanna", "elif"].map((id) => person(id).email);
    expect(await mailsOf(requestId)).toEqual(
      [
        `confirm-address ${fatima}`,
        `request-received ${fatima}`,
        `role-change-notice ${pieter}`,
        `role-change-notice ${fatima}`,
        `role-change-notice ${johanna}`,
        `request-approved ${fatima}`,
        `role-change-invitation ${fatima}`,
        `role-change-invitation ${johanna}`,
        `role-ended ${pieter}`,
        `role-appointed ${elif}`,
        `role-changed ${fatima}`,
        `role-changed ${elif}`,
        `role-changed ${johanna}`,
        `user-number ${fatima}`,
        `pin-letter-posted ${fatima}`,
      ].sort(),
    );
    const told = await office.database.db.select().from(mail).where(and(eq(mail.requestId, requestId), eq(mail.template, "role-changed")));
    for (const { text } of told) expect(text).toMatch(/Eerst:?\s+P\. Hendriks[^]*Nu:?\s+E\. Kaya/);
  });

  it("adds a second contact person, changes it and takes it away again (R97, Q6)", async () => {
    const added = await approved({ seat: "second-contact", kind: "add", appointed: "elif", as: "contact", by: "pieter" });
    await identify(office, added, { holder: "fatima" });
    await office.work();
    expect(await holders()).toEqual(expect.arrayContaining(["contact 1 P. Hendriks", "contact 2 E. Kaya"]));

    office.clock.add(60_000);
    const changed = await approved({ seat: "second-contact", kind: "replace", former: "elif", appointed: "zoe" });
    await identify(office, changed, { holder: "fatima" });
    await office.work();
    expect(await holders()).toEqual(expect.arrayContaining(["contact 1 P. Hendriks", "contact 2 Z. van der Håkon"]));

    office.clock.add(60_000);
    const removed = await approved({ seat: "second-contact", kind: "remove", former: "zoe" });
    expect(await rowOf(removed)).toMatchObject({ deliveryRequired: false, subjectName: "Z. van der Håkon" });
    await identify(office, removed, { holder: "fatima" });
    await office.work();
    expect((await rowOf(removed)).status).toBe("done");
    expect((await holders()).filter((one) => one.startsWith("contact"))).toEqual(["contact 1 P. Hendriks"]);
    expect(await mailsOf(removed)).toContain(`role-ended ${person("zoe").email}`);
    expect((await mailsOf(removed)).filter((one) => one.startsWith("role-appointed"))).toEqual([]);
  });

  it("a contact person who has an account already gets no second one", async () => {
    const first = await approved({ seat: "second-contact", kind: "add", appointed: "elif" });
    await identify(office, first, { holder: "johanna" });
    await office.work();
    await office.database.db.update(roleHolder).set({ endedAt: office.now() }).where(eq(roleHolder.surname, "Kaya"));
    const before = await office.database.db.select().from(account);
    const one = before.find(({ requestId }) => requestId === first);
    if (!one) throw new Error("There is no account.");
    const requestId = await asked({
      seat: "second-contact",
      kind: "add",
      appointed: { initials: one.initials, prefix: one.prefix, surname: one.surname, email: one.email },
      other: { "new.account": "has", "new.number": one.userNumber },
    });
    expect(await rowOf(requestId)).toMatchObject({ deliveryRequired: false });
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    expect((await rowOf(requestId)).status).toBe("done");
    expect(await office.database.db.select().from(account)).toEqual(before);
    expect((await mailsOf(requestId)).filter((told) => /user-number|request-approved/.test(told))).toEqual([]);
  });

  it.each([
    { seat: "signatory", former: "johanna", by: "johanna", as: "signatory", identifies: "fatima", becomes: "signatory 1 E. Kaya", born: "1996-09-19" },
    { seat: "main-contact", former: "fatima", by: "fatima", as: "main-contact", identifies: "johanna", becomes: "main-contact 1 E. Kaya", born: "1996-09-19" },
    { seat: "ict-administrator", former: "marco", by: "pieter", as: "contact", identifies: "johanna", becomes: "ict-administrator 1 E. Kaya", born: null },
  ] as const)("another $seat, who gets no number and no PIN", async ({ seat, former, by, as, identifies, becomes, born }) => {
    const pins = await office.database.db.select().from(credential);
    const requestId = await approved({ seat, kind: "replace", former, appointed: "elif", by, as });
    await identify(office, requestId, { holder: identifies });
    await office.work();
    expect((await rowOf(requestId)).status).toBe("done");
    expect(await holders()).toContain(becomes);
    const [appointed] = await office.database.db.select().from(roleHolder).where(and(eq(roleHolder.surname, "Kaya"), isNull(roleHolder.endedAt)));
    expect(appointed).toMatchObject({ birthDate: born, email: person("elif").email, agbCode: seat === "ict-administrator" ? "12345678" : null });
    expect(await office.database.db.select().from(credential)).toEqual(pins);
    expect(await mailsOf(requestId)).toEqual(expect.arrayContaining([`role-ended ${person(former).email}`, `role-appointed ${person("elif").email}`]));
  });

  it("is carried out once, however often the job comes, and shows the same old and new afterwards", async () => {
    const requestId = await approved({ seat: "ict-administrator", kind: "replace", former: "marco", appointed: "elif" });
    const type = await requestTypeOf(office.database.db, await rowOf(requestId));
    const change = async () => readRoleChange(office.database.db, type, await rowOf(requestId));
    const shown = await change();
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    office.clock.add(1000);
    await fulfilRequest(office.made.fulfil, { requestId, now: office.now() });
    expect((await office.trail(requestId)).filter((act) => act === "role.changed")).toHaveLength(1);
    expect(await change()).toMatchObject({ before: shown?.before, after: shown?.after });
    expect((await readCase(office.database.db, { requestId, now: office.now() })).roleChange).toMatchObject({ before: ["M. Brink"], after: ["E. Kaya"] });
  });
});

describe("what the rules say of it", () => {
  it.each<[what: string, change: AskedChange, rules: string[], blocked: boolean]>([
    ["a name that is not the holder's", { seat: "first-contact", kind: "replace", former: "sem", appointed: "daphne" }, ["role-former-differs", "role-second-check"], true],
    ["a role that nobody holds", { seat: "second-contact", kind: "remove", former: "daphne" }, ["role-vacant"], true],
    ["a second signatory where one signs alone (R95, D14, Q17)", { seat: "signatory", kind: "add", appointed: "daphne" }, ["role-second-check", "signatory-extract", "signatory-maximum"], true],
    ["a second main contact (R95, D14)", { seat: "main-contact", kind: "add", appointed: "daphne" }, ["main-contact-maximum", "role-second-check"], true],
    ["a first contact person beside the one there is", { seat: "first-contact", kind: "add", appointed: "daphne" }, ["contact-seat-taken", "role-second-check"], true],
    ["a second ICT administrator for one AGB code (R95, D14)", { seat: "ict-administrator", kind: "add", appointed: "daphne" }, ["ict-maximum"], true],
    ["a main contact who wants to go without a successor", { seat: "main-contact", kind: "remove", former: "fatima" }, ["role-needed", "role-second-check"], true],
    ["the same person once more", { seat: "first-contact", kind: "replace", former: "pieter", appointed: "pieter" }, ["role-same-person", "role-second-check"], true],
    ["somebody who is not employed (R98, Q7)", { seat: "first-contact", kind: "replace", former: "pieter", appointed: "daphne", other: { "new.employed": "" } }, ["new-not-employed", "role-second-check"], true],
    ["an owner, of whom no statement is asked (D27)", { seat: "first-contact", kind: "replace", former: "pieter", appointed: "daphne", other: { "new.relation": "owner", "new.employed": "" } }, ["new-is-owner", "role-second-check"], false],
    ["another signatory, whom the extract has to name (R58)", { seat: "signatory", kind: "replace", former: "johanna", appointed: "daphne" }, ["role-second-check", "signatory-extract"], false],
    ["a contact person who asks for another main contact", { seat: "main-contact", kind: "replace", former: "fatima", appointed: "daphne", as: "contact", by: "pieter" }, ["applicant-not-entitled", "role-second-check"], true],
    ["an ICT administrator who claims to be the main contact", { seat: "second-contact", kind: "add", appointed: "daphne", by: "marco" }, ["applicant-not-entitled", "applicant-role-unproven"], true],
    ["a colleague on behalf of the main contact", { seat: "second-contact", kind: "add", appointed: "daphne", as: "on-behalf", by: "sem" }, ["applicant-on-behalf"], false],
    ["the main contact from another address", { seat: "second-contact", kind: "add", appointed: "daphne", other: { "applicant.email": "fatima@elders.example" } }, ["applicant-role-unproven"], false],
    ["an account that is not there", { seat: "second-contact", kind: "add", appointed: "daphne", other: { "new.account": "has", "new.number": "90000000000001" } }, ["account-unknown"], true],
  ])("%s", async (_what, change, rules, blocked) => {
    const requestId = await asked(change);
    expect(await foundIn(requestId)).toEqual([...rules].sort());
    if (blocked) await expect(approve(office, requestId)).rejects.toMatchObject({ code: "request.blocked" });
    else expect((await approve(office, requestId)).status).toBe("decided");
  });

  it("two who sign together have room for two, and for no third (D14)", async () => {
    const joint = { practice: "avondrood", by: "bram" } as const;
    const third = await asked({ ...joint, seat: "signatory", kind: "add", appointed: "daphne" });
    expect(await foundIn(third)).toContain("joint-signatory-maximum");
    const text = ((await latestJudgement(office.database.db, third, "screening"))?.findings as Finding[]).find(({ ruleId }) => ruleId === "joint-signatory-maximum");
    // R95: with the number and the rule.
    expect(text?.values).toMatchObject({ "policy.role.maxJointSignatories": 2, "role.holdersAfter": 3 });
  });

  it("five ICT administrators of an enterprise are different people, and a sixth is refused, by the register too", async () => {
    const [party] = await office.database.db.select().from(enterprise).where(eq(enterprise.kvkNumber, practice("de-brug").kvkNumber));
    const enterpriseId = party?.id ?? "";
    const codes = ["12990991", "12990992", "12990993", "12990994", "12990995"];
    for (const [place, code] of codes.entries()) {
      await office.database.db.insert(agbCode).values({ code, enterpriseId, name: `De Brug ${place}`, kind: "establishment", careType: "12" });
      if (place === 4) continue;
      await office.database.db.insert(roleHolder).values({ enterpriseId, agbCode: code, role: "ict-administrator", initials: "X.", surname: `Beheer ${place}`, email: `x${place}@debrug.example`, appointedAt: office.now() });
    }
    const seat = { agbCode: "12990995", seat: "ict-administrator", kind: "add" } as const;
    const sixth = await asked({ ...seat, appointed: "daphne" });
    expect(await foundIn(sixth)).toContain("ict-enterprise-maximum");
    const known = await asked({ ...seat, appointed: "marco" });
    expect(await foundIn(known)).not.toContain("ict-enterprise-maximum");
  });

  it("a second request for the same role while one runs", async () => {
    await asked({ seat: "first-contact", kind: "replace", former: "pieter", appointed: "daphne" });
    const second = await asked({ seat: "first-contact", kind: "replace", former: "pieter", appointed: "sem" });
    expect(await foundIn(second)).toContain("role-running");
  });
});

describe("two changes of the same role", () => {
  it("one wins; the other comes back to the desk with what the register says now, and is told there", async () => {
    const first = await approved({ seat: "second-contact", kind: "add", appointed: "elif", other: { "new.account": "has", "new.number": "" } });
    const second = await approved({ seat: "second-contact", kind: "add", appointed: "sem", other: { "new.account": "has", "new.number": "" } });
    await identify(office, first, { holder: "johanna" });
    await identify(office, second, { holder: "johanna" });
    await Promise.all([first, second].map((requestId) => fulfilRequest(office.made.fulfil, { requestId, now: office.now() })));
    await office.work();
    const rows = [await rowOf(first), await rowOf(second)];
    expect(rows.map(({ status }) => status).sort()).toEqual(["done", "submitted"]);
    expect((await holders()).filter((one) => one.startsWith("contact 2"))).toHaveLength(1);
    const lost = rows.find(({ status }) => status === "submitted");
    expect(lost).toMatchObject({ decision: null, decidedBy: null, identifiedAt: null, fulfilledAt: null, priority: "high" });
    expect(lost?.dueAt).not.toBeNull();
    expect(await foundIn(lost?.id ?? "")).toContain("contact-seat-taken");
    await expect(approve(office, lost?.id ?? "")).rejects.toMatchObject({ code: "request.blocked" });
    expect(await office.trail(lost?.id)).toContain("request.effect-returned");
  });
});
