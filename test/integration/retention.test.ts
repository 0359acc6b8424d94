import { readFileSync } from "node:fs";

import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { record } from "#app/domain/audit/record.ts";
import { addNote } from "#app/domain/requests/notes.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { rejectRequest } from "#app/domain/requests/decide.ts";
import { joinRequests } from "#app/domain/requests/join.ts";
import { countDue, listDueRequests } from "#app/domain/retention/due.ts";
import { retentionPeriods } from "#app/domain/retention/periods.ts";
import { account, letter } from "#db/schema/accounts.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { mail } from "#db/schema/correspondence.ts";
import { request } from "#db/schema/requests.ts";
import { runSql, type Db } from "#db/types.ts";
import { sealOf } from "#test/support/audit.ts";
import { tablesThatSay } from "#test/support/dump.ts";
import { count, differences } from "#test/support/figures.ts";
import { answersFor, install, printAndPost, received } from "#test/support/journey.ts";
import { MORNING, openOffice, type TestOffice } from "#test/support/office.ts";
import { nightAt, QUIBBEL, rejected, rowOf } from "#test/support/retention.ts";
import { fulfilled } from "#test/support/so-far.ts";

import { verifyTrail } from "../../scripts/audit-verify.mjs";

let office: TestOffice;
const db = () => office.database.db;
const isCleared = async (id: string) => (await rowOf(office, id))?.clearedAt !== null;
const SECOND = 1_000;
const at = (moment: string, seconds = 0) => new Date(new Date(moment).getTime() + seconds * SECOND);

describe("a request that was rejected (D20)", () => {
  let requestId: string;
  let closedAt: Date;
  beforeAll(async () => {
    office = await openOffice();
    requestId = await rejected(office);
    closedAt = (await rowOf(office, requestId))?.closedAt ?? MORNING;
    await count(office);
  }, 120_000);

  it("is shown beforehand, with the day from which it goes", async () => {
    const periods = await retentionPeriods(db(), office.now());
    expect(periods).toEqual({ unfulfilled: 1, fulfilled: 7, mail: 2, trail: 10 });
    const until = new Date("2027-11-17T00:00:00Z");
    expect(await countDue(db(), { now: closedAt, soon: until, periods })).toMatchObject({ now: { unfulfilled: 0, fulfilled: 0, held: 0 }, soon: { unfulfilled: 1, fulfilled: 0, held: 0 } });
    const [due] = await listDueRequests(db(), { until, periods, most: 10 });
    expect(due).toMatchObject({ id: requestId, kind: "unfulfilled", hold: null, dueAt: new Date("2027-11-16T09:01:00Z") });
    expect(closedAt).toEqual(new Date("2026-11-16T09:01:00Z"));
  });

  it("stays until the last second of its year, and is cleared in the next", async () => {
    await nightAt(office, at("2027-11-16T09:01:00Z", -1));
    expect(await isCleared(requestId)).toBe(false);
    await nightAt(office, at("2027-11-16T09:01:00Z"));
    expect(await isCleared(requestId)).toBe(true);
  });

  it("then says nothing any more, anywhere: no name, address or word of it is in the database", async () => {
    for (const word of ["quibbel", "wubbelink"]) expect(await tablesThatSay(db(), word), word).toEqual([]);
  });

  it("leaves what it was, when and how it ended, and that it was cleared, without names; and the figures of the past as they were", async () => {
    expect(await rowOf(office, requestId)).toMatchObject({ type: "new-user", status: "rejected", decision: "reject", reasonCode: "DUPLICATE", closedAt, answers: {}, enterpriseId: null });
    const events = await db().select().from(auditEvent).where(eq(auditEvent.requestId, requestId)).orderBy(asc(auditEvent.id));
    expect(events.at(-1)).toMatchObject({ act: "request.cleared", actorId: "retention", payload: { kind: "unfulfilled", files: 1 } });
    expect(events.slice(0, -1).filter(({ payload, actorName }) => payload !== null || actorName !== null)).toEqual([]);
    expect(await differences(office)).toEqual([]);
  });

  it("leaves the chain of the trail whole", async () => {
    await count(office);
    const { key, headsFile } = office.made.audit;
    const query = (text: string, values?: unknown[]) => runSql<Record<string, string | null>>(db(), text, values);
    expect((await verifyTrail({ query, heads: readFileSync(headsFile, "utf8"), publicKeys: [key.publicPem], graceSeconds: 60 })).findings).toEqual([]);
  });

  it("is cleared once, however often and by however many it is tried", async () => {
    await nightAt(office, at("2027-11-17T09:01:00Z"));
    expect((await office.trail(requestId)).filter((act) => act === "request.cleared")).toHaveLength(1);
  });

  it("can be shown to nobody, and says so", async () => {
    await expect(claimRequest(office.made.office, { requestId, by: office.staff.sanne, now: office.now() })).rejects.toThrow();
    await expect(addNote(office.made.office, { requestId, text: "Nog iets", by: office.staff.sanne, now: office.now() })).rejects.toMatchObject({ code: "request.cleared" });
  });
});

describe("a request that was fulfilled (D20)", () => {
  let requestId: string;
  beforeEach(async () => {
    office = await openOffice();
    requestId = await fulfilled(office);
    await printAndPost(office);
    await office.work();
    await install(office, requestId);
    await office.work();
    expect((await rowOf(office, requestId))?.status).toBe("done");
  }, 120_000);

  const endAccount = () => db().update(account).set({ status: "ended" }).where(eq(account.requestId, requestId));

  it("stays as long as its account exists, whatever became of the certificate", async () => {
    await nightAt(office, new Date("2046-01-01T02:00:00Z"));
    expect(await isCleared(requestId)).toBe(false);
    const periods = await retentionPeriods(db(), office.now());
    expect(await listDueRequests(db(), { until: office.now(), periods, most: 10 })).toMatchObject([{ id: requestId, kind: "fulfilled", hold: "account-open" }]);
    expect(await countDue(db(), { now: office.now(), soon: office.now(), periods })).toMatchObject({ now: { fulfilled: 0, held: 1 } });
  });

  it("stays until the last second of seven years after its certificate ended, and not after its closing", async () => {
    await endAccount();
    const [{ ends } = { ends: "" }] = await runSql<{ ends: string }>(db(), "select to_char(not_after at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') as ends from certificate");
    expect(ends).toMatch(/^2028-11-16/);
    const over = ends.replace("2028", "2035");
    await nightAt(office, at(over, -1));
    expect(await isCleared(requestId)).toBe(false);
    await nightAt(office, at(over));
    expect(await isCleared(requestId)).toBe(true);
    // That a letter was made and left stays, for the counts of the print room.
    expect(await db().select({ status: letter.status, addressee: letter.addressee }).from(letter)).toEqual([{ status: "posted", addressee: [] }]);
  });

  it("counts from a revocation where that came first", async () => {
    await db().transaction((tx) => runSql(tx, "update certificate set status = 'revoked', revoked_at = '2027-01-01T10:00:00Z', revocation_reason = 'superseded'"));
    await endAccount();
    await nightAt(office, at("2034-01-01T10:00:00Z", -1));
    expect(await isCleared(requestId)).toBe(false);
    await nightAt(office, at("2034-01-01T10:00:00Z", 1));
    expect(await isCleared(requestId)).toBe(true);
  });
});

describe("what is still evidence is held back", () => {
  let requestId: string;
  const YEAR_LATER = new Date("2027-11-18T02:00:00Z");
  const held = async () => (await listDueRequests(db(), { until: YEAR_LATER, periods: await retentionPeriods(db(), YEAR_LATER), most: 10 })).map(({ hold }) => hold);
  beforeAll(async () => {
    office = await openOffice();
    requestId = await rejected(office);
  }, 120_000);

  it("an e-mail that waits", async () => {
    await runSql(db(), "update mail set status = 'waiting' where id = (select id from mail where request_id = $1 limit 1)", [requestId]);
    expect(await held()).toEqual(["mail-waiting"]);
    await nightAt(office, YEAR_LATER);
    expect(await isCleared(requestId)).toBe(false);
    await runSql(db(), "update mail set status = 'sent' where request_id = $1", [requestId]);
    expect(await held()).toEqual([null]);
  });

  it("a letter that lies here, one that came back, and an incident that came of it until it is assessed", async () => {
    const lapsed = await fulfilled(office);
    // As a delivery that lapsed long ago, whatever else it had become.
    const lapse = () => runSql(db(), "update request set status = 'lapsed', fulfilled_at = null, closed_at = '2026-11-16T09:01:00Z' where id = $1", [lapsed]);
    await lapse();
    expect(await held()).toEqual([null, "letter-under-way"]);
    await printAndPost(office);
    await office.work();
    await lapse();
    await runSql(db(), "update mail set status = 'sent' where status = 'waiting'");
    expect(await held()).toEqual([null, null]);
    const [sent] = await db().select({ id: letter.id }).from(letter).where(eq(letter.requestId, lapsed));
    const letterId = sent?.id;
    await runSql(db(), "insert into letter_return (letter_id, reason, registered_by, registered_at) values ($1, 'moved', $2, '2026-12-01T10:00:00Z')", [letterId, office.staff.noor.id]);
    expect(await held()).toEqual([null, "letter-returned"]);
    await runSql(db(), "insert into incident (kind, letter_return_id, discovered_at, registered_by, registered_at) select 'letter-opened', id, registered_at, registered_by, registered_at from letter_return");
    expect(await held()).toEqual([null, "incident-open"]);
    await nightAt(office, at("2027-11-18T02:00:00Z", 60));
    expect(await db().select({ status: request.status }).from(request).where(isNull(request.clearedAt))).toEqual([{ status: "lapsed" }]);
  });
});

describe("a request that was joined to another one", () => {
  it("goes with the one that was kept, not before", async () => {
    office = await openOffice();
    const [kept, other] = [await received(office, answersFor("de-brug", QUIBBEL)), await received(office, answersFor("de-brug", { ...QUIBBEL, "user.phone": "0612345679" }))];
    const { made, staff } = office;
    const claimed = await claimRequest(made.office, { requestId: kept, by: staff.sanne, now: office.now() });
    await joinRequests(made.office, { requestId: kept, version: claimed.version, others: [other], by: staff.sanne, now: office.now() });
    await rejectRequest(made.office, { requestId: kept, version: (await rowOf(office, kept))?.version ?? 0, reasonCode: "DUPLICATE", note: "", by: staff.sanne, now: office.now() });
    await office.letDecisionsLeave();
    expect((await rowOf(office, other))?.status).toBe("joined");
    await nightAt(office, new Date("2027-11-18T02:00:00Z"));
    expect([await isCleared(kept), await isCleared(other)]).toEqual([true, true]);
    expect(await tablesThatSay(db(), "quibbel")).toEqual([]);
  }, 120_000);
});

describe("the text of an e-mail", () => {
  it("stays two years to the second; that it was sent stays longer, and one that waits is not touched", async () => {
    office = await openOffice();
    await received(office);
    await office.work();
    const [one, other] = await db().select().from(mail).orderBy(asc(mail.queuedAt));
    await db().update(mail).set({ queuedAt: new Date("2028-02-29T12:00:00Z"), status: "sent" });
    await db().update(mail).set({ status: "waiting" }).where(eq(mail.id, other?.id ?? ""));
    const cleared = () => db().select({ id: mail.id, text: mail.text, recipient: mail.recipient }).from(mail).where(isNotNull(mail.clearedAt));
    await nightAt(office, at("2030-02-28T12:00:00Z", -1));
    expect(await cleared()).toEqual([]);
    await nightAt(office, at("2030-02-28T12:00:00Z"));
    expect(await cleared()).toContainEqual({ id: one?.id, text: "", recipient: one?.recipient });
    expect(await db().select({ id: mail.id, text: mail.text }).from(mail).where(isNull(mail.clearedAt))).toEqual([{ id: other?.id, text: other?.text }]);
    expect((await office.trail()).filter((act) => act === "mail.cleared")).toHaveLength(1);
  }, 120_000);
});

describe("details in the trail that belong to no request", () => {
  it("stay ten years to the second, and then only that it happened", async () => {
    office = await openOffice();
    const note = (tx: Db, day: string) => record(tx, { now: new Date(day), actor: { kind: "staff", id: office.staff.sanne.id, name: "Sanne Mulder" }, act: "account.viewed", subject: { kind: "account", id: "12345678901234" }, details: { section: "all" } });
    const ids = [await note(db(), "2026-12-01T12:00:00.000Z"), await note(db(), "2026-12-01T12:00:01.000Z")];
    const left = async () => (await db().select({ payload: auditEvent.payload, name: auditEvent.actorName, by: auditEvent.actorId }).from(auditEvent).where(and(eq(auditEvent.act, "account.viewed")))).map(({ payload, name, by }) => [payload, name, by]);
    const whole = [{ section: "all" }, "Sanne Mulder", office.staff.sanne.id];
    expect(ids).toHaveLength(2);
    await nightAt(office, at("2036-12-01T12:00:00Z", -1));
    expect(await left()).toEqual([whole, whole]);
    await nightAt(office, at("2036-12-01T12:00:00Z"));
    expect(await left()).toEqual([[null, null, office.staff.sanne.id], whole]);
    const { seal, verify } = sealOf(office.database);
    await seal();
    expect((await verify()).findings).toEqual([]);
  }, 120_000);
});
