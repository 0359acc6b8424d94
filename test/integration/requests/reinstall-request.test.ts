import { eq, inArray, notInArray } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { decideRelease, proposeRelease } from "#app/domain/certificates/release.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, getRequest, latestJudgement, secondApprove } from "#app/domain/requests/decide.ts";
import { cancelRequest } from "#app/domain/requests/end.ts";
import { CLOSED } from "#app/domain/requests/lifecycle.ts";
import { account, certificate } from "#db/schema/accounts.ts";
import { reinstallRelease } from "#db/schema/certificates.ts";
import { mail } from "#db/schema/correspondence.ts";
import { request } from "#db/schema/requests.ts";
import { person, practice } from "#db/worlds/cast.ts";
import { tamper } from "#test/support/audit.ts";
import { constraintOf } from "#test/support/constraint.ts";
import { answersFor, approve, identify, install, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";
import { fulfilled } from "#test/support/so-far.ts";

const [MAIN_CONTACT, CONTACT, USER] = ["f.elidrissi@debrug.example", "p.hendriks@debrug.example", "z.vanderhakon@debrug.example"];

let office: TestOffice;
let zoe: typeof account.$inferSelect;
/** The request that made Zoë's account, by which she installs. */
let made: string;
beforeAll(async () => {
  office = await openOffice();
  made = await fulfilled(office);
  const [found] = await office.database.db.select().from(account).where(eq(account.requestId, made));
  if (!found) throw new Error("There is no account.");
  zoe = found;
});

beforeEach(async () => {
  if ((await inForce()).length === 0) await install(office, made);
  office.clock.add(3 * 3_600_000);
});

afterEach(async () => {
  const { db } = office.database;
  const open = await db.select({ id: request.id }).from(request).where(notInArray(request.status, [...CLOSED, "fulfilling"]));
  for (const { id } of open) await cancelRequest(office.made.office, { requestId: id, now: office.now() });
  await db.update(account).set({ status: "active" }).where(eq(account.userNumber, zoe.userNumber));
  await tamper(office.database, "delete from reinstall_release");
  // What was revoked counts against installing with the same PIN, and each test begins with a certificate.
  await tamper(office.database, "delete from certificate where status = 'revoked'");
});

/** Pieter, the contact person, asks for Zoë. */
function formFor(why: string, other: Record<string, unknown> = {}): Record<string, unknown> {
  const pieter = person("pieter");
  const { kvkNumber, agbCodes } = practice("de-brug");
  return {
    ...answersFor("de-brug"),
    "practice.agbCode": agbCodes[0],
    "practice.kvkNumber": kvkNumber,
    "credential.kind": "release",
    "credential.why": why,
    "user.number": zoe.userNumber,
    "user.name": { initials: zoe.initials, prefix: zoe.prefix, surname: zoe.surname },
    "applicant.name": { initials: pieter.initials, prefix: pieter.prefix, surname: pieter.surname },
    "applicant.email": pieter.email,
    ...other,
  };
}

const asked = (why = "lost", other?: Record<string, unknown>) => received(office, formFor(why, other), "credential-request");
const rowOf = (requestId: string) => getRequest(office.database.db, requestId);
const releases = () => office.database.db.select().from(reinstallRelease).where(eq(reinstallRelease.userNumber, zoe.userNumber));
const certificates = () => office.database.db.select().from(certificate).where(eq(certificate.userNumber, zoe.userNumber)).orderBy(certificate.intendedAt);
const inForce = async () => (await certificates()).filter(({ status }) => status === "issued");
const setAccount = (status: "active" | "blocked" | "ended") => office.database.db.update(account).set({ status }).where(eq(account.userNumber, zoe.userNumber));
const expire = () => tamper(office.database, "update certificate set not_after = '2026-11-16T09:00:00Z', not_before = '2026-11-16T08:00:00Z'");
const propose = () => proposeRelease(office.made.office, { userNumber: zoe.userNumber, why: "lost", note: "Belde zelf.", by: office.staff.sanne, now: office.now() });
const foundIn = async (requestId: string) => ((await latestJudgement(office.database.db, requestId, "screening"))?.findings as Finding[]).map(({ ruleId }) => ruleId).filter((ruleId) => ruleId !== "duplicate");
const toldSince = async (before: Date) =>
  (await office.database.db.select().from(mail).where(inArray(mail.template, ["reinstall-released", "release-granted"])))
    .filter(({ queuedAt }) => queuedAt >= before)
    .map(({ template, recipient }) => `${template} ${recipient}`)
    .sort();

/** Approved by two, with the seconds to undo over: somebody is asked to identify. */
async function approved(why?: string): Promise<string> {
  const requestId = await asked(why);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  return requestId;
}

async function identified(requestId: string): Promise<void> {
  await identify(office, requestId, { holder: "johanna" });
  await office.work();
}

describe("a contact asks that a user who lost a valid certificate may install again (R40, R52, D13)", () => {
  it("two members of staff agree, somebody identifies, and the user installs once: the former one is revoked when that begins", async () => {
    const before = office.now();
    const [former] = await inForce();
    const requestId = await asked();
    expect(await foundIn(requestId)).toEqual(["release-second-check"]);
    const { version } = await claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() });
    const proposed = await approveRequest(office.made.office, { requestId, version, by: office.staff.sanne, now: office.now() });
    expect(proposed).toMatchObject({ status: "second-check", secondCheckRequired: true });
    await expect(secondApprove(office.made.office, { requestId, version: proposed.version, by: office.staff.sanne, now: office.now() })).rejects.toMatchObject({ code: "access.own-act" });
    await approve(office, requestId);
    await office.letDecisionsLeave();
    expect(await releases()).toEqual([]);
    await expect(install(office, made)).rejects.toMatchObject({ code: "installation.already-installed" });

    await identified(requestId);
    expect(await rowOf(requestId)).toMatchObject({ status: "done", deliveryRequired: false, tasksRequired: false });
    const { sanne, wim } = office.staff;
    expect(await releases()).toMatchObject([{ requestId, why: "lost", note: "", outcome: "granted", proposedBy: sanne.id, decidedBy: wim.id, usedAt: null }]);
    expect(await inForce()).toMatchObject([{ serial: former?.serial }]);
    expect(await toldSince(before)).toEqual([`release-granted ${CONTACT}`, `reinstall-released ${MAIN_CONTACT}`, `reinstall-released ${CONTACT}`, `reinstall-released ${USER}`].sort());
    expect((await office.trail(requestId)).filter((act) => act.startsWith("release."))).toEqual(["release.granted"]);

    const fresh = await install(office, made);
    expect(await certificates()).toMatchObject([{ serial: former?.serial, status: "revoked", revocationReason: "superseded" }, { serial: fresh.serial, status: "issued" }]);
    await expect(install(office, made)).rejects.toMatchObject({ code: "installation.already-installed" });
  });

  it("what was stolen comes first in the queue, and is revoked when the request is carried out", async () => {
    const requestId = await asked("stolen");
    expect(await foundIn(requestId)).toEqual(["release-stolen", "release-second-check"]);
    expect(await rowOf(requestId)).toMatchObject({ priority: "high" });
    await approve(office, requestId);
    await office.letDecisionsLeave();
    expect(await inForce()).toHaveLength(1);
    await identified(requestId);
    expect(await certificates()).toMatchObject([{ status: "revoked", revocationReason: "keyCompromise" }]);
    await install(office, made);
  });

  it("once, however often it is carried out", async () => {
    const requestId = await approved();
    await office.database.db.update(request).set({ status: "fulfilling", identifiedAt: office.now() }).where(eq(request.id, requestId));
    const { fulfil } = office.made;
    await Promise.all(Array.from({ length: 3 }, () => fulfilRequest(fulfil, { requestId, now: office.now() })));
    await fulfilRequest(fulfil, { requestId, now: office.now() });
    expect(await releases()).toHaveLength(1);
    expect((await office.trail(requestId)).filter((act) => act === "release.granted")).toHaveLength(1);
  });

  it("of two requests that were approved the second comes back to the desk, which reads why", async () => {
    const [first, second] = [await approved(), await approved("stolen")];
    await identified(first);
    await identified(second);
    expect(await rowOf(second)).toMatchObject({ status: "submitted", decision: null, priority: "high" });
    expect(await foundIn(second)).toContain("release-open");
    expect(await releases()).toMatchObject([{ requestId: first }]);
    expect(await inForce()).toHaveLength(1);
  });

  it("staff can withdraw it as long as it was not used", async () => {
    await identified(await approved());
    const [release] = await releases();
    await decideRelease(office.made.office, { id: release?.id ?? "", outcome: "withdrawn", by: office.staff.sanne, now: office.now() });
    await expect(install(office, made)).rejects.toMatchObject({ code: "installation.already-installed" });
  });
});

const STANDS_IN_THE_WAY = [
  ["the account is blocked", "account-blocked", "release.account-blocked", () => setAccount("blocked")],
  ["the account has ended", "account-ended", "account.has-ended", () => setAccount("ended")],
  ["there is no valid certificate", "release-nothing-valid", "release.nothing-valid", expire],
  ["a release is open already", "release-open", "release.open", propose],
] as const;

describe.each(STANDS_IN_THE_WAY)("where %s", (_what, ruleId, why, make) => {
  it("the rules say so, and it cannot be approved", async () => {
    await make();
    const requestId = await asked();
    expect(await foundIn(requestId)).toContain(ruleId);
    await expect(approve(office, requestId)).rejects.toMatchObject({ code: "request.blocked" });
    if (why === "release.nothing-valid") await tamper(office.database, "delete from certificate");
  });

  it("since it was approved, it comes back to the desk with the reason, and nothing is released", async () => {
    const requestId = await approved();
    await make();
    const before = (await releases()).length;
    await identified(requestId);
    expect(await rowOf(requestId)).toMatchObject({ status: "submitted", decision: null, fulfilledAt: null });
    expect(await foundIn(requestId)).toContain(ruleId);
    expect(await office.trail(requestId)).toContain("request.effect-returned");
    expect(await releases()).toHaveLength(before);
    if (why === "release.nothing-valid") await tamper(office.database, "delete from certificate");
  });
});

describe("two pairs of eyes, also where an administrator published rules that ask for one (D15)", () => {
  it("the effect refuses, and the request comes back", async () => {
    const requestId = await approved();
    await office.database.db.update(request).set({ status: "fulfilling", identifiedAt: office.now(), secondBy: null, secondCheckRequired: false }).where(eq(request.id, requestId));
    await fulfilRequest(office.made.fulfil, { requestId, now: office.now() });
    expect(await rowOf(requestId)).toMatchObject({ status: "submitted", decision: null });
    expect(await releases()).toEqual([]);
  });

  it("the database refuses one by a single person, a second one of the same request, and one that says no why", async () => {
    const requestId = await asked();
    const { sanne, wim } = office.staff;
    const whole = { userNumber: zoe.userNumber, why: "lost", note: "", requestId, proposedBy: sanne.id, proposedAt: office.now(), outcome: "granted", decidedBy: wim.id, decidedAt: office.now(), expiresAt: office.now() } as const;
    const broken = (values: Partial<typeof reinstallRelease.$inferInsert>) => office.database.db.insert(reinstallRelease).values({ ...whole, ...values }).then(() => null, constraintOf);
    expect(await broken({ decidedBy: sanne.id })).toBe("second_check_of_a_release");
    expect(await broken({ decidedBy: null })).toBe("release_is_decided_whole");
    expect(await broken({ requestId: null })).toBe("release_says_why");
    expect(await broken({ usedAt: office.now() })).toBeNull();
    expect(await broken({})).toBe("request_releases_once");
  });
});

describe("who asks", () => {
  it("anybody may, but of who holds no role the desk is told to ask the contact", async () => {
    const { "applicant.name": name, "applicant.email": email } = answersFor("de-brug");
    expect(await foundIn(await asked("lost", { "applicant.name": name, "applicant.email": email }))).toEqual(["release-not-by-contact", "release-second-check"]);
  });
});
