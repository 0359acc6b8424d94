import { and, desc, eq, isNull } from "drizzle-orm";
import { afterEach, beforeAll, describe, expect, it } from "vitest";

import { openLink, tokenOf } from "#app/domain/access/links.ts";
import { getAsked } from "#app/domain/identification/asked.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { getRequest, latestJudgement, rejectRequest } from "#app/domain/requests/decide.ts";
import { objectToRequest } from "#app/domain/requests/end.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { showCase } from "#app/web/desk.server.ts";
import { translator } from "#app/web/i18n.server.ts";
import { account, certificate, credential, letter } from "#db/schema/accounts.ts";
import { roleDeparture } from "#db/schema/blocks.ts";
import { mail } from "#db/schema/correspondence.ts";
import { identification, identificationAttempt, identificationParty } from "#db/schema/identification.ts";
import { enterprise, roleHolder } from "#db/schema/organisations.ts";
import { link } from "#db/schema/requests.ts";
import { person, practice } from "#db/worlds/cast.ts";
import { asItWas, roleFormFor, type AskedChange } from "#test/support/contacts.ts";
import { answersFor, approve, identify, install, linkTo, printAndPost, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterEach(() => asItWas(office));

const rowOf = (requestId: string) => getRequest(office.database.db, requestId);
const asked = async (change: AskedChange) => {
  const requestId = await received(office, roleFormFor(change), "contact-change");
  await office.work();
  return requestId;
};
const mailsOf = async (requestId: string) =>
  (await office.database.db.select().from(mail).where(eq(mail.requestId, requestId)).orderBy(mail.queuedAt)).map(({ template, recipient }) => `${template} ${recipient}`);
const foundIn = async (requestId: string) => ((await latestJudgement(office.database.db, requestId, "screening"))?.findings as Finding[]).map(({ ruleId }) => ruleId);
/** Everything that was ever sent to Pieter, whatever it was about. */
const toldPieter = async () => (await office.database.db.select({ template: mail.template }).from(mail).where(eq(mail.recipient, person("pieter").email))).map(({ template }) => template);
const accountOf = async (userNumber: string) => (await office.database.db.select().from(account).where(eq(account.userNumber, userNumber)))[0];
const pinOf = async (userNumber: string) => (await office.database.db.select().from(credential).where(eq(credential.userNumber, userNumber)).orderBy(desc(credential.madeAt)).limit(1))[0];

/** Pieter, contact person of De Brug, has an account as well; its letter waits in the tray. */
async function accountForPieter(): Promise<{ userNumber: string; requestId: string }> {
  const { initials, prefix, surname, email } = person("pieter");
  const requestId = await received(office, answersFor("de-brug", { "user.name": { initials, prefix, surname }, "user.email": email, "applicant.email": email }));
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await identify(office, requestId, { holder: "johanna" });
  await office.work();
  const [made] = await office.database.db.select().from(account).where(eq(account.requestId, requestId));
  return { userNumber: made?.userNumber ?? "", requestId };
}

const pieterLeft = { seat: "first-contact", kind: "replace", former: "pieter", situation: "left", appointed: "elif" } as const;

describe("a contact person who has left or died (D16, R99, Q8, Q25)", () => {
  it("is blocked at receipt with their undelivered PIN, hears nothing more, does nothing, and ends with the decision", async () => {
    const { userNumber, requestId: made } = await accountForPieter();
    const requestId = await asked(pieterLeft);
    const toldBefore = await toldPieter();
    expect(await foundIn(requestId)).toEqual(expect.arrayContaining(["departure-reported", "role-second-check"]));
    expect(await rowOf(requestId)).toMatchObject({ priority: "high", secondCheckRequired: true });
    expect(await accountOf(userNumber)).toMatchObject({ status: "blocked" });
    expect(await pinOf(userNumber)).toMatchObject({ voidReason: "departure" });
    expect(await office.database.db.select({ status: letter.status, sealed: letter.sealed }).from(letter).where(eq(letter.requestId, made))).toEqual([{ status: "spoilt", sealed: null }]);
    expect(await mailsOf(requestId)).toEqual(expect.arrayContaining([`departure-blocked ${person("fatima").email}`, `departure-blocked ${person("johanna").email}`]));

    const shown = async () => (await showCase({ db: office.database.db, actor: office.staff.sanne, now: office.now(), t: translator("nl"), language: "nl" }, requestId)).roleChange;
    expect(await shown()).toMatchObject({ isDone: false, accounts: [userNumber] });
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    expect(await accountOf(userNumber)).toMatchObject({ status: "ended" });
    expect(await shown()).toMatchObject({ isDone: true, accounts: [userNumber] });
    await printAndPost(office);
    expect((await rowOf(requestId)).status).toBe("done");
    await office.work();
    // Not one e-mail since the report, in no role.
    expect((await mailsOf(requestId)).filter((told) => told.endsWith(person("pieter").email))).toEqual([]);
    // Their own account was never delivered: whoever is there hears of that instead.
    expect(await toldPieter()).toEqual(toldBefore);
    expect(await rowOf(made)).toMatchObject({ status: "lapsed" });
    expect((await mailsOf(made)).filter((told) => told.startsWith("delivery-lapsed"))).toEqual([`delivery-lapsed ${person("fatima").email}`]);
    expect((await office.trail(requestId)).filter((act) => /departure|account\.(blocked|ended)/.test(act))).toEqual(["role.departure-reported", "account.blocked", "account.ended"]);
  });

  it("has their certificate revoked with the decision, and not before", async () => {
    const { userNumber, requestId: made } = await accountForPieter();
    await printAndPost(office);
    const issued = await install(office, made);
    const requestId = await asked(pieterLeft);
    const statusOf = async () => (await office.database.db.select().from(certificate).where(eq(certificate.serial, issued.serial)))[0];
    expect(await accountOf(userNumber)).toMatchObject({ status: "blocked" });
    expect(await statusOf()).toMatchObject({ status: "issued" });
    // Who installed has had the letter: that PIN is kept for when the report comes to nothing.
    expect(await pinOf(userNumber)).toMatchObject({ voidedAt: null });
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    expect(await statusOf()).toMatchObject({ status: "revoked", revocationReason: "affiliationChanged" });
  });

  it.each(["rejected", "objected to"])("works again with a new PIN when the report is %s", async (how) => {
    const { userNumber } = await accountForPieter();
    const requestId = await asked(pieterLeft);
    office.clock.add(60_000);
    if (how === "rejected") {
      const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
      await rejectRequest(office.made.office, { requestId, version, reasonCode: "NOT_EMPLOYED", by: office.staff.sanne, now: office.now() });
      await office.letDecisionsLeave();
    } else {
      await objectToRequest(office.made.office, { link: await linkTo(office, requestId, "objection", "johanna"), text: "Hij werkt hier nog.", now: office.now() });
    }
    await office.work();
    expect(await accountOf(userNumber)).toMatchObject({ status: "active" });
    expect(await pinOf(userNumber)).toMatchObject({ voidedAt: null });
    const [departure] = await office.database.db.select().from(roleDeparture).where(eq(roleDeparture.requestId, requestId));
    expect(departure?.liftedAt).not.toBeNull();
    // Now he is told what had happened.
    expect(await mailsOf(requestId)).toContain(`departure-unblocked ${person("pieter").email}`);
    const next = await received(office, answersFor("de-brug"));
    await office.work();
    expect(await mailsOf(next)).toContain(`request-notice ${person("pieter").email}`);
  });

  it("blocks nothing on the word of somebody whom we do not know, or of the person themselves; the desk is warned, and they are told", async () => {
    const { userNumber } = await accountForPieter();
    const stranger = await asked({ ...pieterLeft, as: "on-behalf", by: "sem" });
    expect(await foundIn(stranger)).toContain("departure-not-credible");
    const themselves = await asked({ ...pieterLeft, seat: "first-contact", as: "on-behalf", by: "pieter" });
    expect(await foundIn(themselves)).toContain("departure-not-credible");
    expect(await accountOf(userNumber)).toMatchObject({ status: "active" });
    expect(await pinOf(userNumber)).toMatchObject({ voidedAt: null });
    expect(await mailsOf(stranger)).toContain(`role-change-notice ${person("pieter").email}`);
    const ofMarco = await asked({ seat: "ict-administrator", kind: "remove", former: "marco", situation: "left", as: "on-behalf", by: "sem" });
    expect(await mailsOf(ofMarco)).toContain(`role-change-notice ${person("marco").email}`);
    const credible = await asked({ seat: "ict-administrator", kind: "remove", former: "marco", situation: "left" });
    expect(await mailsOf(credible)).not.toContain(`role-change-notice ${person("marco").email}`);
  });

  it("leaves a namesake's account alone, and says so at the desk", async () => {
    const { initials, prefix, surname } = person("pieter");
    const requestId = await received(office, answersFor("de-brug", { "user.name": { initials, prefix, surname }, "user.email": "paul.hendriks@debrug.example" }));
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    const [paul] = await office.database.db.select().from(account).where(eq(account.requestId, requestId));
    const report = await asked(pieterLeft);
    expect(await foundIn(report)).toContain("departure-likely-accounts");
    expect(await accountOf(paul?.userNumber ?? "")).toMatchObject({ status: "active" });
  });

  it("of a sole trader the heirs may only end (D16)", async () => {
    const requestId = await asked({ practice: "de-linde", seat: "signatory", kind: "replace", former: "noortje", situation: "deceased", appointed: "daphne", as: "main-contact", by: "rachid" });
    expect(await foundIn(requestId)).toContain("sole-trader-died");
    await expect(approve(office, requestId)).rejects.toMatchObject({ code: "request.blocked" });
  });

  it("a signatory who died is not asked to identify: the main contact confirms", async () => {
    const requestId = await asked({ seat: "signatory", kind: "replace", former: "johanna", situation: "deceased", appointed: "elif" });
    await approve(office, requestId);
    await office.letDecisionsLeave();
    const parties = await office.database.db
      .select({ email: identificationParty.email })
      .from(identificationParty)
      .innerJoin(identification, eq(identification.id, identificationParty.identificationId))
      .where(eq(identification.requestId, requestId));
    expect(parties.map(({ email }) => email)).toEqual([person("fatima").email]);
    await identify(office, requestId, { holder: "fatima" });
    await office.work();
    expect((await rowOf(requestId)).status).toBe("done");
  });
});

describe("a role changes while somebody was asked to identify", () => {
  /** Zoë's account waits for Johanna or Fatima to identify. */
  async function waiting(): Promise<string> {
    const requestId = await received(office);
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await office.work();
    return requestId;
  }

  async function changed(change: AskedChange, identifies: string): Promise<string> {
    const requestId = await asked(change);
    await approve(office, requestId);
    await office.letDecisionsLeave();
    await identify(office, requestId, { holder: identifies });
    await office.work();
    return requestId;
  }

  const roundsOf = async (requestId: string) =>
    (await office.database.db.select().from(identification).where(eq(identification.requestId, requestId)).orderBy(identification.round)).map(({ status }) => status);

  it.each([
    { seat: "signatory", former: "johanna", identifies: "fatima" },
    { seat: "main-contact", former: "fatima", identifies: "johanna" },
  ] as const)("the $seat: the link is void, the identification starts anew with the new one, and all are told", async ({ seat, former, identifies }) => {
    const requestId = await waiting();
    const theirs = await linkTo(office, requestId, "identification", former);
    office.clock.add(60_000);
    const change = await changed({ seat, kind: "replace", former, appointed: "elif", by: identifies, as: identifies === "fatima" ? "main-contact" : "signatory" }, identifies);
    expect((await rowOf(change)).status).toBe("done");

    const { db, secrets } = office.made.office;
    await expect(openLink(db, secrets.link, tokenOf(secrets.link, theirs), "identification", office.now())).rejects.toMatchObject({ code: "link.ended" });
    await expect(getAsked(db, theirs.id)).rejects.toMatchObject({ code: "identification.not-yours" });
    expect(await rowOf(requestId)).toMatchObject({ status: "identifying", decision: "approve" });
    expect(await roundsOf(requestId)).toEqual(["superseded", "open"]);
    expect(await office.trail(requestId)).toContain("identification.begun-anew");
    const told = await mailsOf(requestId);
    expect(told).toContain(`identification-renewed ${person("sem").email}`);
    expect(told.filter((one) => one === `identification-invitation ${person("elif").email}`)).toHaveLength(1);
    expect(await mailsOf(change)).toContain(`role-ended ${person(former).email}`);

    await identify(office, requestId, { holder: "elif" });
    await office.work();
    expect(await rowOf(requestId)).toMatchObject({ status: "fulfilling" });
    expect((await getStatus(db, { requestId })).steps.find(({ key }) => key === "identification")?.state).toBe("done");
  });

  it("reported gone: the link is void at once, and who is left is asked", async () => {
    const requestId = await waiting();
    const theirs = await linkTo(office, requestId, "identification", "johanna");
    await asked({ seat: "signatory", kind: "replace", former: "johanna", situation: "deceased", appointed: "elif" });
    const [ended] = await office.database.db.select().from(link).where(eq(link.id, theirs.id));
    expect(ended?.endedAt).not.toBeNull();
    const open = await office.database.db
      .select({ email: identificationParty.email })
      .from(identificationParty)
      .innerJoin(identification, eq(identification.id, identificationParty.identificationId))
      .where(and(eq(identification.requestId, requestId), eq(identification.status, "open")));
    expect(open.map(({ email }) => email)).toEqual([person("fatima").email]);
  });

  it("a round at the desk begins anew as well, and what the bank said of the former one is gone", async () => {
    const requestId = await waiting();
    await identify(office, requestId, { holder: "johanna", customer: "pieter" });
    const before = await rowOf(requestId);
    await changed({ seat: "signatory", kind: "replace", former: "johanna", appointed: "elif", as: "main-contact" }, "fatima");
    expect(before.status).toBe("identification-desk");
    expect(await rowOf(requestId)).toMatchObject({ status: "identifying" });
    expect(await roundsOf(requestId)).toEqual(["superseded", "open"]);
    const answers = await office.database.db
      .select({ sealed: identificationAttempt.sealedAnswer })
      .from(identificationAttempt)
      .innerJoin(identificationParty, eq(identificationParty.id, identificationAttempt.partyId))
      .innerJoin(identification, eq(identification.id, identificationParty.identificationId))
      .where(eq(identification.requestId, requestId));
    expect(answers).toEqual([{ sealed: null }]);
  });

  it("and where nobody is left to ask, the desk looks again", async () => {
    const { db } = office.database;
    const [party] = await db.select().from(enterprise).where(eq(enterprise.kvkNumber, practice("de-brug").kvkNumber));
    const requestId = await waiting();
    await db.update(roleHolder).set({ endedAt: office.now() }).where(and(eq(roleHolder.enterpriseId, party?.id ?? ""), eq(roleHolder.role, "main-contact"), isNull(roleHolder.endedAt)));
    await asked({ seat: "signatory", kind: "remove", former: "johanna", situation: "deceased", as: "on-behalf", by: "pieter" });
    expect(await rowOf(requestId)).toMatchObject({ status: "submitted", decision: null, priority: "high" });
    expect((await rowOf(requestId)).dueAt).not.toBeNull();
    expect(await office.trail(requestId)).toContain("request.approval-returned");
  });
});
