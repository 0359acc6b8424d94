import { and, eq, isNull, ne, notInArray } from "drizzle-orm";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { fulfilRequest } from "#app/domain/effects/fulfil.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { readAuthorisationChange } from "#app/domain/requests/authorisation-change.ts";
import { readCase } from "#app/domain/requests/case.ts";
import { getRequest, latestJudgement } from "#app/domain/requests/decide.ts";
import { cancelRequest, objectToRequest } from "#app/domain/requests/end.ts";
import { CLOSED } from "#app/domain/requests/lifecycle.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { getStatus } from "#app/domain/requests/status.ts";
import { account, authorisation, credential, letter } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { mail } from "#db/schema/correspondence.ts";
import { agbService } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { runSql } from "#db/types.ts";
import { approve, changeFor, identify, linkTo, printAndPost, received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

let office: TestOffice;
let zoe: typeof account.$inferSelect;
beforeAll(async () => {
  office = await openOffice();
  await office.database.db.insert(agbService).values({ agbCode: "12345678", service: "authorisations" });
  const requestId = await received(office);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  await identify(office, requestId, { holder: "johanna" });
  await office.work();
  await printAndPost(office);
  const [made] = await office.database.db.select().from(account).where(eq(account.requestId, requestId));
  if (!made) throw new Error("There is no account.");
  zoe = made;
});

/** Zoë has what she began with: claims and the insurance check. */
beforeEach(async () => {
  await office.database.db.delete(authorisation).where(eq(authorisation.userNumber, zoe.userNumber));
  await office.database.db.insert(authorisation).values(["claims", "cov"].map((service) => ({ userNumber: zoe.userNumber, service, grantedAt: office.now() })));
  office.clock.add(60_000);
});

/** What one test leaves under way would be a double request to the next. */
afterEach(async () => {
  const { db } = office.database;
  const open = await db.select({ id: request.id }).from(request).where(notInArray(request.status, [...CLOSED, "fulfilling"]));
  for (const { id } of open) await cancelRequest(office.made.office, { requestId: id, now: office.now() });
});

const rowOf = (requestId: string) => getRequest(office.database.db, requestId);
const held = async (userNumber = zoe.userNumber) =>
  (await office.database.db.select().from(authorisation).where(and(eq(authorisation.userNumber, userNumber), isNull(authorisation.withdrawnAt)))).map(({ service }) => service).sort();
const asked = (change: { grant?: string[]; withdraw?: string[] }, other: Record<string, unknown> = {}) => received(office, { ...changeFor(zoe, change), ...other }, "authorisation-change");
const foundIn = async (requestId: string) => {
  const screening = await latestJudgement(office.database.db, requestId, "screening");
  // Sem holds no role at De Brug, which is said of every request of his.
  return (screening?.findings as Finding[]).map(({ ruleId }) => ruleId).filter((ruleId) => ruleId !== "applicant-unknown").sort();
};

async function approved(change: { grant?: string[]; withdraw?: string[] }): Promise<string> {
  const requestId = await asked(change);
  await approve(office, requestId);
  await office.letDecisionsLeave();
  return requestId;
}

describe("a change of authorisations (R47, Q33)", () => {
  it("goes from the form to its effect, and everybody is told once what was and what is", async () => {
    const requestId = await asked({ grant: ["authorisations"], withdraw: ["cov"] });
    await office.work();
    expect(await foundIn(requestId)).toEqual(["authorisations-personal-code", "no-certificate"]);
    await approve(office, requestId);
    await office.letDecisionsLeave();
    expect(await rowOf(requestId)).toMatchObject({ status: "identifying", identificationRequired: true, deliveryRequired: false });
    expect(await held()).toEqual(["claims", "cov"]);
    await identify(office, requestId, { holder: "fatima" });
    await office.work();

    const row = await rowOf(requestId);
    expect(row).toMatchObject({ status: "done", numberSentAt: null, letterPostedAt: null });
    expect([row.fulfilledAt, row.closedAt]).toEqual([office.now(), office.now()]);
    expect(await held()).toEqual(["authorisations", "claims"]);
    const way = ["request.identified", "authorisations.changed", "request.fulfilled", "request.completed"];
    expect((await office.trail(requestId)).filter((act) => way.includes(act))).toEqual(way);
    const [event] = await office.database.db.select().from(auditEvent).where(and(eq(auditEvent.requestId, requestId), eq(auditEvent.act, "authorisations.changed")));
    expect(event).toMatchObject({ subjectId: zoe.userNumber, payload: { before: ["claims", "cov"], after: ["claims", "authorisations"], granted: ["authorisations"], withdrawn: ["cov"] } });

    const mails = await office.database.db.select().from(mail).where(eq(mail.requestId, requestId)).orderBy(mail.queuedAt);
    expect(mails.map(({ template, recipient }) => `${template} ${recipient}`).sort()).toEqual(
      [
        "confirm-address s.jansen@debrug.example",
        "request-received s.jansen@debrug.example",
        "request-notice p.hendriks@debrug.example",
        "request-notice f.elidrissi@debrug.example",
        "change-approved s.jansen@debrug.example",
        "identification-invitation j.devries-bakker@debrug.example",
        "identification-invitation f.elidrissi@debrug.example",
        "authorisations-changed s.jansen@debrug.example",
        "authorisations-changed z.vanderhakon@debrug.example",
        "authorisations-changed p.hendriks@debrug.example",
      ].sort(),
    );
    for (const { text } of mails) expect(text).not.toContain(zoe.userNumber);
    const told = mails.find(({ template }) => template === "authorisations-changed")?.text ?? "";
    expect(told).toMatch(/Eerst:?\s+Declareren Zvw en Wlz\s+Controle op verzekeringsrecht \(COV\)/);
    expect(told).toMatch(/Nu:?\s+Declareren Zvw en Wlz\s+Machtigingenportaal/);
    const notice = mails.find(({ template }) => template === "request-notice")?.text ?? "";
    expect(notice).toContain("erbij: Machtigingenportaal; eraf: Controle op verzekeringsrecht (COV)");
  });

  it("leaves number, PIN and letter as they are", async () => {
    const before = await office.database.db.select().from(credential).where(eq(credential.userNumber, zoe.userNumber));
    const letters = await office.database.db.select({ id: letter.id }).from(letter);
    const requestId = await approved({ withdraw: ["cov"] });
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    expect(await rowOf(requestId)).toMatchObject({ status: "done" });
    expect(await office.database.db.select().from(credential).where(eq(credential.userNumber, zoe.userNumber))).toEqual(before);
    expect(await office.database.db.select({ id: letter.id }).from(letter)).toEqual(letters);
  });

  it("is carried out once, however often the job comes, and shows the same old and new afterwards", async () => {
    const requestId = await approved({ withdraw: ["claims"] });
    const { db } = office.database;
    const type = await requestTypeOf(db, await rowOf(requestId));
    const change = async () => readAuthorisationChange(db, type, await rowOf(requestId));
    const shown = await change();
    await identify(office, requestId, { holder: "johanna" });
    await office.work();
    office.clock.add(1000);
    await fulfilRequest(office.made.fulfil, { requestId, now: office.now() });
    expect(await held()).toEqual(["cov"]);
    expect((await office.trail(requestId)).filter((act) => act === "authorisations.changed")).toHaveLength(1);
    expect(await change()).toEqual(shown);
    expect(shown).toMatchObject({ before: ["claims", "cov"], after: ["cov"], withdrawn: ["claims"], granted: [] });
    expect((await readCase(db, { requestId, now: office.now() })).change).toEqual(shown);
  });

  it("lapses for an account that has ended meanwhile: whoever asked is told why, nothing is changed, and nothing is stuck", async () => {
    const requestId = await approved({ grant: ["authorisations"] });
    const { db } = office.database;
    await db.update(account).set({ status: "ended" }).where(eq(account.userNumber, zoe.userNumber));
    try {
      await identify(office, requestId, { holder: "johanna" });
      await office.work();
      expect(await rowOf(requestId)).toMatchObject({ status: "lapsed", decision: "approve", fulfilledAt: null, closedAt: office.now() });
      expect(await held()).toEqual(["claims", "cov"]);
      expect(await runSql(db, "select name from pgboss.job where name = 'request.fulfil' and state in ('created', 'retry', 'active', 'failed')")).toEqual([]);
      const [lapsed] = await runSql<{ payload: unknown }>(db, "select payload from audit_event where request_id = $1 and act = 'request.lapsed'", [requestId]);
      expect(lapsed?.payload).toEqual({ stage: "effect", why: "account-ended-before-change" });
      const told = await db.select().from(mail).where(and(eq(mail.requestId, requestId), eq(mail.template, "change-lapsed")));
      expect(told.map(({ recipient, text }) => [recipient, text.includes("is geëindigd voordat wij uw wijziging konden doorvoeren")])).toEqual([["s.jansen@debrug.example", true]]);
      expect(await getStatus(db, { requestId })).toMatchObject({ stopped: "change-lapsed" });
      // However often the job comes.
      await fulfilRequest(office.made.fulfil, { requestId, now: office.now() });
      expect((await office.trail(requestId)).filter((act) => act === "request.lapsed")).toHaveLength(1);
    } finally {
      await db.update(account).set({ status: "active" }).where(eq(account.userNumber, zoe.userNumber));
    }
  });

  it("the database itself gives no rights to an account that has ended", async () => {
    const { db } = office.database;
    await db.update(account).set({ status: "ended" }).where(eq(account.userNumber, zoe.userNumber));
    try {
      await expect(db.insert(authorisation).values({ userNumber: zoe.userNumber, service: "authorisations", grantedAt: office.now() })).rejects.toMatchObject({
        cause: { message: "an account that has ended gets no rights" },
      });
    } finally {
      await db.update(account).set({ status: "active" }).where(eq(account.userNumber, zoe.userNumber));
    }
  });

  it("changes nothing when it is cancelled, or when the contact objects", async () => {
    const cancelled = await approved({ withdraw: ["cov"] });
    await cancelRequest(office.made.office, { requestId: cancelled, now: office.now() });
    const objected = await approved({ withdraw: ["cov"] });
    await office.work();
    await objectToRequest(office.made.office, { link: await linkTo(office, objected, "objection", "pieter"), text: "Nee", now: office.now() });
    await office.work();
    expect((await rowOf(cancelled)).status).toBe("cancelled");
    expect(await rowOf(objected)).toMatchObject({ status: "submitted", decision: null, priority: "high" });
    expect(await held()).toEqual(["claims", "cov"]);
  });
});

describe("what the rules say of it", () => {
  it.each<[what: string, change: { grant?: string[]; withdraw?: string[] }, other: Record<string, unknown>, rules: string[]]>([
    ["a number that nobody has", { grant: ["authorisations"] }, { "user.number": "90000000000001" }, ["account-unknown", "authorisations-personal-code"]],
    ["another name", { withdraw: ["cov"] }, { "user.name": { initials: "P.", prefix: "", surname: "Hendriks" } }, ["account-name-differs"]],
    ["other initials of the same person", { withdraw: ["cov"] }, { "user.name": { initials: "Z.M.", prefix: "Van der", surname: "håkon" } }, []],
    ["what the user has already", { grant: ["claims"] }, {}, ["nothing-changes", "services-held-already"]],
    ["what the user never had", { withdraw: ["authorisations"] }, {}, ["nothing-changes", "services-not-held"]],
    ["what this AGB code may not have (R88)", { grant: ["ion"] }, {}, ["services-not-allowed"]],
    ["the portal for dental care without claims (R81)", { grant: ["authorisations"], withdraw: ["claims"] }, {}, ["authorisations-personal-code", "dental-needs-claims"]],
    ["all that there is", { withdraw: ["claims", "cov"] }, {}, ["nothing-left"]],
  ])("%s", async (_what, change, other, rules) => {
    const always = rules.includes("account-unknown") ? [] : ["no-certificate"];
    const requestId = await asked(change, other);
    expect(await foundIn(requestId)).toEqual([...rules, ...always].sort());
  });

  it("the 21st user of the AGB code for the Wmo, and not the 20th (Q33, R95, D14)", async () => {
    const { db } = office.database;
    const others = Array.from({ length: 20 }, (_, place) => ({ ...zoe, requestId: null, userNumber: `910000000100${String(place).padStart(2, "0")}` }));
    await db.insert(account).values(others);
    await db.insert(authorisation).values(others.map(({ userNumber }, place) => ({ userNumber, service: place % 2 ? "wmo-claims" : "wmo-messages", grantedAt: office.now() })));
    const full = await asked({ grant: ["wmo-messages"] });
    expect(await foundIn(full)).toContain("wmo-maximum");
    await expect(approve(office, full)).rejects.toMatchObject({ code: "request.blocked" });
    await cancelRequest(office.made.office, { requestId: full, now: office.now() });
    await db.update(authorisation).set({ withdrawnAt: office.now() }).where(eq(authorisation.userNumber, others[0]?.userNumber ?? ""));
    expect(await foundIn(await asked({ grant: ["wmo-messages"] }))).not.toContain("wmo-maximum");
    await db.update(authorisation).set({ withdrawnAt: office.now() }).where(isNull(authorisation.withdrawnAt));
    await db.update(account).set({ status: "ended" }).where(ne(account.userNumber, zoe.userNumber));
  });

  it("an account of another practice", async () => {
    const { db } = office.database;
    await db.update(account).set({ agbCode: "01234567" }).where(eq(account.userNumber, zoe.userNumber));
    const requestId = await asked({ withdraw: ["cov"] });
    await db.update(account).set({ agbCode: "12345678" }).where(eq(account.userNumber, zoe.userNumber));
    expect(await foundIn(requestId)).toContain("account-other-agb");
    await expect(approve(office, requestId)).rejects.toMatchObject({ code: "request.blocked" });
  });

  it("a second request while one runs", async () => {
    await asked({ withdraw: ["cov"] });
    const second = await asked({ withdraw: ["cov"] });
    expect(await foundIn(second)).toContain("duplicate");
  });
});

describe("what the applicant sees", () => {
  it("the same, whether the number exists or not, until somebody of the practice has identified", async () => {
    const { db } = office.database;
    const known = await asked({ grant: ["authorisations"] });
    const unknown = await asked({ grant: ["authorisations"] }, { "user.number": "90000000000001" });
    await office.work();
    const shown = async (requestId: string) => {
      const { reference, ...status } = await getStatus(db, { requestId });
      const mails = await db.select().from(mail).where(and(eq(mail.requestId, requestId), eq(mail.recipient, "s.jansen@debrug.example"))).orderBy(mail.template);
      return JSON.stringify({ status, mails: mails.map(({ subject, text }) => [subject, text]) }).replaceAll(reference, "").replaceAll(/link\.invalid\/[0-9a-f-]+/g, "");
    };
    expect(await shown(known)).toBe(await shown(unknown));
  });

  it("four or five steps, by what the request asks for", async () => {
    const requestId = await asked({ withdraw: ["cov"] });
    const { steps } = await getStatus(office.database.db, { requestId });
    expect(steps.map(({ key }) => key)).toEqual(["received", "review", "identification", "change", "changed"]);
  });
});
