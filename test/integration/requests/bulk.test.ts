import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import type { StaffActor } from "#app/domain/access/actor.ts";
import { recordView } from "#app/domain/customers/viewed.ts";
import { isProblem } from "#app/domain/problem.ts";
import { BULK, BULK_ACTS, type BulkAct } from "#app/domain/requests/bulk/acts.ts";
import { listCandidates, whyNot } from "#app/domain/requests/bulk/eligible.ts";
import { getBulkRun, planBulk, startBulk } from "#app/domain/requests/bulk/plan.ts";
import { countExclusions, countOpenDecisions, everyItem, listBulk, listBulkReasons } from "#app/domain/requests/bulk/read.ts";
import { countOutcomes, runBulk } from "#app/domain/requests/bulk/run.ts";
import { MOST_SELECTED, selectForBulk } from "#app/domain/requests/bulk/select.ts";
import { cancelBulk, takeBackBulk } from "#app/domain/requests/bulk/stop.ts";
import { askInformation } from "#app/domain/requests/ask.ts";
import { claimRequest, releaseRequest } from "#app/domain/requests/claim.ts";
import { approveRequest, getRequest, rejectRequest } from "#app/domain/requests/decide.ts";
import { cancelRequest } from "#app/domain/requests/end.ts";
import { listNotes } from "#app/domain/requests/notes.ts";
import { auditEvent } from "#db/schema/audit.ts";
import { bulkItem, bulkRun } from "#db/schema/bulk.ts";
import { judgement, request, REQUEST_STATUSES, requestQuestion } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import { received } from "#test/support/journey.ts";
import { openOffice, type TestOffice } from "#test/support/office.ts";

let office: TestOffice;
let pool: string[];
beforeAll(async () => {
  office = await openOffice();
});

const db = () => office.database.db;
const now = () => office.now();
const rowOf = (id: string) => getRequest(db(), id);
const claim = (id: string, by: StaffActor = office.staff.sanne) => claimRequest(office.made.office, { requestId: id, by, now: now() });
const codeOf = (problem: unknown) => (isProblem(problem) ? problem.code : String(problem));

/** Green: no rule has a word of warning about it. */
const makeGreen = (...ids: string[]) => db().update(judgement).set({ findings: [] }).where(inArray(judgement.requestId, ids));
const open = async (by: StaffActor, ...ids: string[]) => {
  for (const id of ids) await recordView(db(), { kind: "request", id, by, now: now(), correlationId: "c" });
};

async function planned(act: BulkAct, ids: string[], brings: { reasonCode?: string; text?: string } = {}, by: StaffActor = office.staff.sanne) {
  const runId = await selectForBulk(office.made.office, { source: "rows", batches: [ids.map((id) => ({ id }))], by, now: now() });
  return planBulk(office.made.office, { runId, act, reasonCode: "", text: "", ...brings, by, now: now() });
}

async function started(...asked: Parameters<typeof planned>) {
  const run = await planned(...asked);
  await startBulk(office.made.office, { runId: run.id, plan: run.plan, by: asked[3] ?? office.staff.sanne, now: now() });
  return run;
}

async function done(...asked: Parameters<typeof planned>) {
  const run = await started(...asked);
  await office.work();
  return run;
}

const excluded = async (runId: string) => Object.fromEntries((await listBulk(db(), { runId, part: "excluded", limit: 100 })).map((line) => [line.requestId, line.excluded]));
const results = async (runId: string) => Object.fromEntries((await listBulk(db(), { runId, part: "everything", limit: 100 })).map((line) => [line.requestId, line.code ?? line.outcome ?? line.excluded]));

describe("many requests at once (desk point 8)", () => {
  beforeEach(async () => {
    pool = [];
    for (let number = 0; number < 4; number += 1) pool.push(await received(office));
  });

  it("are taken up and put back, each with an event of its own that names the run", async () => {
    const run = await done("claim", pool);
    for (const id of pool) expect(await rowOf(id)).toMatchObject({ status: "in-review", claimedBy: office.staff.sanne.id });
    expect(await countOutcomes(db(), run.id)).toEqual({ done: 4, refused: 0, untouched: 0, excluded: 0, pending: 0 });
    expect(await getBulkRun(db(), run.id)).toMatchObject({ endedAt: now(), cancelledAt: null });
    const events = await db().select().from(auditEvent).where(eq(auditEvent.correlationId, run.id)).orderBy(asc(auditEvent.id));
    expect(events.map(({ act }) => act)).toEqual(["bulk.started", ...pool.map(() => "request.claimed"), "bulk.ended"]);
    expect(new Set(events.filter(({ requestId }) => requestId).map(({ requestId }) => requestId))).toEqual(new Set(pool));
    expect(events.every(({ actorId, actorName }) => actorId === office.staff.sanne.id && actorName === office.staff.sanne.name)).toBe(true);
    await done("release", pool);
    for (const id of pool) expect(await rowOf(id)).toMatchObject({ status: "submitted", claimedBy: null });
  });

  it("are rejected with one reason, also what nobody had in hand, and each has its own seconds to undo", async () => {
    const [first = "", second = "", colleagues = ""] = pool;
    await claim(first);
    await claim(colleagues, office.staff.wim);
    const run = await done("reject", [first, second, colleagues], { reasonCode: "DUPLICATE" });
    for (const id of [first, second]) expect(await rowOf(id)).toMatchObject({ status: "decided", decision: "reject", reasonCode: "DUPLICATE", decidedBy: office.staff.sanne.id, effectiveAt: new Date(now().getTime() + 10_000) });
    expect(await excluded(run.id)).toEqual({ [colleagues]: "colleague" });
    expect((await office.trail(second)).filter((act) => /claimed|rejected/.test(act))).toEqual(["request.claimed", "request.rejected"]);
    expect(await countOpenDecisions(db(), await getBulkRun(db(), run.id), now())).toEqual({ count: 2, until: new Date(now().getTime() + 10_000) });

    expect(await takeBackBulk(office.made.office, { runId: run.id, by: office.staff.sanne, now: now() })).toBe(2);
    for (const id of [first, second]) expect(await rowOf(id)).toMatchObject({ status: "in-review", decision: null, claimedBy: office.staff.sanne.id });
    await office.letDecisionsLeave();
    expect((await rowOf(first)).status).toBe("in-review");
    // Too late is too late for a run as well.
    const other = await done("reject", [first, second], { reasonCode: "DUPLICATE" });
    office.clock.add(11_000);
    expect(await takeBackBulk(office.made.office, { runId: other.id, by: office.staff.sanne, now: now() })).toBe(0);
  });

  it("get one question, masked once, and one note", async () => {
    const [first = "", second = ""] = pool;
    const run = await done("ask", [first, second], { text: "Is 123456782 uw BSN?" });
    expect(run.text).toBe("Is ••••• uw BSN?");
    for (const id of [first, second]) {
      expect(await rowOf(id)).toMatchObject({ status: "waiting-applicant", dueAt: null });
      expect(await db().select().from(requestQuestion).where(eq(requestQuestion.requestId, id))).toMatchObject([{ question: "Is ••••• uw BSN?", askedBy: office.staff.sanne.id }]);
    }
    await done("note", pool, { text: "Zie mail van 12 november." });
    for (const id of pool) expect((await listNotes(db(), id)).map(({ text }) => text)).toEqual(["Zie mail van 12 november."]);
  });

  it("are approved only where the rules are green, one has read it, and nobody else must look (D15, P5)", async () => {
    const [green = "", warned = "", unread = "", urgent = ""] = pool;
    const extra = { blocked: await received(office), objected: await received(office), four: await received(office), colleague: await received(office), free: await received(office), asked: await received(office) };
    const all = [...pool, ...Object.values(extra)];
    await makeGreen(...all);
    for (const id of all) if (id !== extra.free) await claim(id, id === extra.colleague ? office.staff.wim : office.staff.sanne);
    await open(office.staff.sanne, ...all.filter((id) => id !== unread));
    await open(office.staff.wim, unread);
    const finding = (severity: string) => ({ findings: [{ ruleId: `rule-${severity}`, severity, textKey: "", values: {} }] });
    await db().update(judgement).set(finding("warn")).where(eq(judgement.requestId, warned));
    await db().update(judgement).set(finding("block")).where(eq(judgement.requestId, extra.blocked));
    await db().update(request).set({ priority: "high" }).where(eq(request.id, urgent));
    await db().update(request).set({ objectedAt: now() }).where(eq(request.id, extra.objected));
    await db().update(request).set({ secondCheckRequired: true }).where(eq(request.id, extra.four));
    // The applicant has answered since it was opened.
    await db().insert(requestQuestion).values({ requestId: extra.asked, askedBy: office.staff.sanne.id, question: "?", askedAt: now(), expiresAt: now(), answer: "!", answeredAt: new Date(now().getTime() + 1) });
    const run = await done("approve", all);
    expect(await results(run.id)).toEqual({
      [green]: "done",
      [warned]: "warned",
      [unread]: "not-opened",
      [urgent]: "urgent",
      [extra.blocked]: "blocked",
      [extra.objected]: "objected",
      [extra.four]: "second-check",
      [extra.colleague]: "colleague",
      [extra.free]: "take-up-first",
      [extra.asked]: "not-opened",
    });
    expect(await rowOf(green)).toMatchObject({ status: "decided", decision: "approve" });
    expect(await rowOf(extra.four)).toMatchObject({ status: "in-review", decision: null });
  });

  it("that moved after they were shown are left alone, and the loser reads who was first, when and with what", async () => {
    const [moved = "", cancelled = "", same = ""] = pool;
    const run = await planned("reject", [moved, cancelled, same], { reasonCode: "DUPLICATE" });
    office.clock.add(1_000);
    await claim(moved, office.staff.wim);
    await approveRequest(office.made.office, { requestId: moved, version: (await rowOf(moved)).version, by: office.staff.wim, now: now() });
    await cancelRequest(office.made.office, { requestId: cancelled, now: now() });
    const at = now().toISOString();
    office.clock.add(1_000);
    await startBulk(office.made.office, { runId: run.id, plan: run.plan, by: office.staff.sanne, now: now() });
    await office.work();
    expect(await results(run.id)).toEqual({ [moved]: "request.moved", [cancelled]: "request.moved", [same]: "done" });
    const lines = await listBulk(db(), { runId: run.id, part: "refused", limit: 10 });
    expect(lines.map(({ details }) => details)).toEqual([
      { who: "Wim Bos", act: "request.approved", actorKind: "staff", at },
      { act: "request.cancelled", actorKind: "applicant", at },
    ]);
    expect(await rowOf(moved)).toMatchObject({ decision: "approve", decidedBy: office.staff.wim.id });
  });

  it("stop when they are cancelled: what is done stays done, the rest is not touched", async () => {
    await office.made.queue.stop(5);
    try {
      const run = await started("claim", pool);
      const [first = ""] = pool;
      // As the worker does one and is then told to stop.
      await db().update(bulkItem).set({ excluded: "status" }).where(and(eq(bulkItem.runId, run.id), sql`place > 0`));
      await runBulk(office.made.office, { runId: run.id, after: -1 }, office.clock);
      await db().update(bulkRun).set({ endedAt: null }).where(eq(bulkRun.id, run.id));
      await db().update(bulkItem).set({ excluded: null }).where(and(eq(bulkItem.runId, run.id), sql`place > 0`));
      await expect(cancelBulk(office.made.office, { runId: run.id, by: office.staff.wim, now: now() }).catch(codeOf)).resolves.toBe("bulk.not-yours");
      await cancelBulk(office.made.office, { runId: run.id, by: office.staff.sanne, now: now() });
      await runBulk(office.made.office, { runId: run.id, after: -1 }, office.clock);
      expect(await countOutcomes(db(), run.id)).toEqual({ done: 1, refused: 0, untouched: 3, excluded: 0, pending: 0 });
      expect((await rowOf(first)).status).toBe("in-review");
      for (const id of pool.slice(1)) expect((await rowOf(id)).status).toBe("submitted");
      await expect(cancelBulk(office.made.office, { runId: run.id, by: office.staff.sanne, now: now() }).catch(codeOf)).resolves.toBe("bulk.moved");
    } finally {
      await office.made.queue.start();
      await office.work();
    }
  });

  it("ask for the permission of each single act, when they are planned and again when each is done", async () => {
    const tom = office.staff.tom;
    for (const act of BULK_ACTS) await expect(planned(act, pool, { reasonCode: "DUPLICATE", text: "x" }, tom).catch(codeOf), act).resolves.toBe("access.refused");
    const run = await planned("claim", pool);
    await db().update(staff).set({ active: false }).where(eq(staff.id, office.staff.sanne.id));
    await startBulk(office.made.office, { runId: run.id, plan: run.plan, by: office.staff.sanne, now: now() });
    await office.work();
    await db().update(staff).set({ active: true }).where(eq(staff.id, office.staff.sanne.id));
    expect(new Set(Object.values(await results(run.id)))).toEqual(new Set(["access.refused"]));
  });

  it("are what was shown: an older plan does not start, nor one that nobody takes part in, nor a colleague's, nor twice", async () => {
    const { sanne, wim } = office.staff;
    const first = await planned("claim", pool);
    const start = (plan: number, by = sanne) => startBulk(office.made.office, { runId: first.id, plan, by, now: now() }).then(() => "started", codeOf);
    const second = await planBulk(office.made.office, { runId: first.id, act: "release", reasonCode: "", text: "", by: sanne, now: now() });
    expect(await start(first.plan)).toBe("bulk.moved");
    expect(await start(second.plan)).toBe("bulk.nobody");
    const third = await planBulk(office.made.office, { runId: first.id, act: "claim", reasonCode: "", text: "", by: sanne, now: now() });
    expect(await start(third.plan, wim)).toBe("bulk.not-yours");
    const both = await Promise.all([start(third.plan), start(third.plan)]);
    expect(both.sort()).toEqual(["bulk.moved", "started"]);
    await expect(planBulk(office.made.office, { runId: first.id, act: "claim", reasonCode: "", text: "", by: sanne, now: now() }).catch(codeOf)).resolves.toBe("bulk.moved");
    await office.work();
    expect(await countOutcomes(db(), first.id)).toMatchObject({ done: 4 });
  });

  it("lack nothing: a reason that the type of a request does not have leaves it out, and without a reason, question or note nothing is planned", async () => {
    expect((await listBulkReasons(db(), (await planned("claim", pool)).id)).map(({ code }) => code)).toContain("DUPLICATE");
    const run = await planned("reject", pool, { reasonCode: "NO-SUCH-REASON" });
    expect(await countExclusions(db(), run.id)).toEqual([{ why: "reason-unknown", count: 4 }]);
    await expect(planned("reject", pool).catch(codeOf)).resolves.toBe("request.reason-missing");
    await expect(planned("ask", pool, { text: "  " }).catch(codeOf)).resolves.toBe("request.question-missing");
    await expect(planned("note", pool).catch(codeOf)).resolves.toBe("request.note-missing");
  });

  it("one that fails for no reason of its own does not hold up the others, and is done when it can be", async () => {
    const [broken = ""] = pool;
    const run = await started("claim", pool);
    await office.database.executeSql("create function jammed() returns trigger language plpgsql as $$ begin if new.request_id = '" + broken + "' then raise exception 'jammed'; end if; return new; end $$", []);
    await office.database.executeSql("create trigger jammed before insert on audit_event for each row execute function jammed()", []);
    await office.work();
    expect(await countOutcomes(db(), run.id)).toMatchObject({ done: 3, pending: 1 });
    expect((await rowOf(broken)).status).toBe("submitted");
    await office.database.executeSql("drop trigger jammed on audit_event", []);
    await office.database.executeSql("drop function jammed()", []);
    await runBulk(office.made.office, { runId: run.id, after: -1 }, office.clock);
    expect(await countOutcomes(db(), run.id)).toMatchObject({ done: 4, pending: 0 });
    expect((await getBulkRun(db(), run.id)).endedAt).not.toBeNull();
  });

  it("the database holds it: a request is once in a run, and has one result", async () => {
    const run = await done("claim", pool);
    const refused = (work: Promise<unknown>) => work.then(() => "taken", (failure: unknown) => String((failure as { cause?: unknown }).cause ?? failure));
    expect(await refused(db().update(bulkItem).set({ outcome: "refused", code: "x" }).where(eq(bulkItem.runId, run.id)))).toContain("a request is done once in a bulk run");
    expect(await refused(db().delete(bulkItem).where(eq(bulkItem.runId, run.id)))).toContain("a request is done once in a bulk run");
    const other = await planned("note", [pool[0] ?? ""], { text: "x" });
    const item = (change: Partial<typeof bulkItem.$inferInsert>) => refused(db().update(bulkItem).set(change).where(eq(bulkItem.runId, other.id)));
    expect(await refused(db().insert(bulkItem).values({ runId: other.id, requestId: pool[0] ?? "", place: 9 }))).toContain("bulk_run_has_each_request_once");
    expect(await refused(db().insert(bulkItem).values({ runId: other.id, requestId: pool[1] ?? "", place: 0 }))).toContain("bulk_run_has_each_place_once");
    expect(await item({ outcome: "done" })).toContain("bulk_result_has_a_moment");
    expect(await item({ outcome: "refused", endedAt: now() })).toContain("bulk_refusal_has_a_reason");
    expect(await item({ outcome: "done", excluded: "status", endedAt: now() })).toContain("bulk_excluded_is_left_alone");
    const whole = (change: Partial<typeof bulkRun.$inferInsert>) => refused(db().update(bulkRun).set(change).where(eq(bulkRun.id, other.id)));
    expect(await whole({ startedAt: now(), plannedAt: null })).toContain("bulk_run_is_planned_before_it_starts");
    expect(await whole({ endedAt: now() })).toContain("bulk_run_ends_after_it_started");
    expect(await whole({ act: "reject" })).toContain("bulk_rejection_has_a_reason");
    expect(await whole({ text: null })).toContain("bulk_question_has_words");
    expect(await whole({ cancelledAt: now() })).toContain("bulk_run_is_cancelled_by_somebody");
  });
});

describe("a selection", () => {
  it("holds what the list stood for, each request once and in its order, and nothing that does not exist", async () => {
    const ids = [await received(office), await received(office)];
    const nowhere = "00000000-0000-4000-8000-000000000000";
    async function* batches() {
      yield [{ id: ids[1] ?? "" }, { id: nowhere }, { id: ids[1] ?? "" }];
      yield [{ id: ids[0] ?? "" }];
    }
    const runId = await selectForBulk(office.made.office, { source: "list", batches: batches(), by: office.staff.sanne, now: now() });
    const items = await db().select().from(bulkItem).where(eq(bulkItem.runId, runId)).orderBy(asc(bulkItem.place));
    expect(items.map(({ requestId }) => requestId)).toEqual([ids[1], ids[0]]);
    const batchesOfItems: string[][] = [];
    for await (const batch of everyItem(db(), runId)) batchesOfItems.push(batch.map(({ requestId }) => requestId));
    expect(batchesOfItems.flat()).toEqual([ids[1], ids[0]]);
  });

  it("that is empty or too large leaves nothing behind", async () => {
    const before = await db().$count(bulkRun);
    const [id = ""] = [await received(office)];
    await expect(selectForBulk(office.made.office, { source: "rows", batches: [[]], by: office.staff.sanne, now: now() }).catch(codeOf)).resolves.toBe("bulk.none-selected");
    await expect(selectForBulk(office.made.office, { source: "list", batches: [[{ id }], [{ id: await received(office) }]], by: office.staff.sanne, now: now(), most: 1 }).catch(codeOf)).resolves.toBe("bulk.too-many");
    expect(await db().$count(bulkRun)).toBe(before);
    expect(MOST_SELECTED).toBe(10_000);
  });
});

describe("who takes part is judged by what the single act asks", () => {
  it("says of every state, hold and act what the single verb does", { timeout: 120_000 }, async () => {
    const { sanne, wim } = office.staff;
    const id = await received(office);
    await makeGreen(id);
    await open(sanne, id);
    const original = await rowOf(id);
    const holds = [null, { by: sanne.id, ms: 60_000 }, { by: sanne.id, ms: -1 }, { by: wim.id, ms: 60_000 }];
    for (const status of REQUEST_STATUSES) {
      for (const hold of holds) {
        for (const act of BULK_ACTS.filter((one) => BULK[one].does !== null)) {
          const claimed = hold ? { claimedBy: hold.by, claimedAt: now(), claimedUntil: new Date(now().getTime() + hold.ms) } : { claimedBy: null, claimedAt: null, claimedUntil: null };
          const outcome = await db()
            .transaction(async (tx) => {
              await tx.execute(sql`alter table request disable trigger user`);
              const decided = !["unconfirmed", "submitted", "in-review", "waiting-applicant"].includes(status);
              await tx.update(request).set({ ...claimed, status, decision: decided ? "approve" : null, decidedBy: decided ? wim.id : null, fulfilledAt: status === "done" ? now() : null, identifiedAt: decided ? now() : null, numberSentAt: now(), letterPostedAt: now() }).where(eq(request.id, id));
              const candidate = (await listCandidates(tx, [id], sanne)).get(id);
              if (!candidate) throw new Error("There is no candidate.");
              const verdict = whyNot(act, candidate, { by: sanne, now: now(), reasonCode: "DUPLICATE" })?.why ?? "takes part";
              const single = await tx.transaction((own) => once(act, id, { ...office.made.office, db: own })).then(() => "done", codeOf);
              throw Object.assign(new Error("roll back"), { verdict, single });
            })
            .catch((thrown: { verdict?: string; single?: string }) => thrown);
          const said = `${act} at ${status}, held by ${hold ? `${hold.by === sanne.id ? "sanne" : "wim"} for ${hold.ms} ms` : "nobody"}: ${outcome.verdict} and ${outcome.single ?? String(outcome)}`;
          // One who has it already gains nothing by taking it up again.
          if (outcome.verdict !== "yours-already") expect(outcome.verdict === "takes part", said).toBe(outcome.single === "done");
        }
      }
    }
    expect(await rowOf(id)).toEqual(original);
  });
});

/** The single act, or the two that somebody would do one after the other. */
async function once(act: BulkAct, requestId: string, at: TestOffice["made"]["office"]): Promise<unknown> {
  const by = office.staff.sanne;
  const present = await getRequest(at.db, requestId);
  if (act === "claim") return claimRequest(at, { requestId, by, now: now() });
  if (act === "release") return releaseRequest(at, { requestId, by, now: now() });
  const row = present.status === "submitted" && BULK[act].takesUp ? await claimRequest(at, { requestId, by, now: now() }) : present;
  const deciding = { requestId, version: row.version, by, now: now() };
  if (act === "approve") return approveRequest(at, deciding);
  if (act === "reject") return rejectRequest(at, { ...deciding, reasonCode: "DUPLICATE" });
  return askInformation(at, { ...deciding, question: "Wie?" });
}
