import { and, asc, eq, gt, isNotNull, isNull, notExists, sql } from "drizzle-orm";

import { bulkItem, bulkRun, type BulkDetails } from "#db/schema/bulk.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { staffActor, type StaffActor } from "#app/domain/access/actor.ts";
import { findStaff } from "#app/domain/access/directory.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { may } from "#app/domain/access/permissions.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Clock } from "#app/domain/deadlines/ports.ts";
import { bulkJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";

import { askInformation } from "../ask.ts";
import { lastActOn } from "../case.ts";
import { claimRequest, releaseRequest } from "../claim.ts";
import { approveRequest, rejectRequest } from "../decide.ts";
import { mayAct } from "../lifecycle.ts";
import { addNote } from "../notes.ts";
import { BULK } from "./acts.ts";
import { listCandidates, whyNot } from "./eligible.ts";
import { getBulkRun, type BulkRunRow } from "./plan.ts";

/** So many requests are done in one piece of work; other runs get their turn in between. */
const AT_ONCE = 50;

/**
 * Does the next requests of a run, each by the verb and under the guards of a single act, in a transaction of its own together with its result: killed at any moment, the next who
 * takes it up goes on where it was, and nothing happens twice. One that fails for no reason of the office's own does not hold up the others; it is tried again with growing pauses.
 */
export async function runBulk(office: Office, { runId, after }: { runId: string; after: number }, clock: Clock): Promise<void> {
  const { db } = office;
  const run = await getBulkRun(db, runId);
  const member = await findStaff(db, run.by);
  const by = member && { ...staffActor(member), bulkRun: runId };
  const next = await db
    .select({ requestId: bulkItem.requestId, place: bulkItem.place })
    .from(bulkItem)
    .where(and(toDo(runId), gt(bulkItem.place, after)))
    .orderBy(asc(bulkItem.place))
    .limit(AT_ONCE);
  const failures: unknown[] = [];
  for (const { requestId } of next) {
    try {
      await doItem(office, { run, requestId, by, now: clock.now() });
    } catch (failure) {
      failures.push(failure);
    }
  }
  await goOnOrEnd(office, { run, after: next.length === AT_ONCE ? next.at(-1)?.place : undefined, by, now: clock.now() });
  if (failures.length > 0) throw failures[0];
}

const toDo = (runId: string) => and(eq(bulkItem.runId, runId), isNull(bulkItem.outcome), isNull(bulkItem.excluded));

async function doItem(office: Office, input: { run: BulkRunRow; requestId: string; by: StaffActor | null; now: Date }): Promise<void> {
  const { run, requestId, by, now } = input;
  await office.db.transaction(async (tx) => {
    // Whoever is busy with it, or has cancelled the rest, has it locked: then it is not ours.
    const [item] = await tx.select().from(bulkItem).where(and(toDo(run.id), eq(bulkItem.requestId, requestId))).for("update", { skipLocked: true });
    if (!item) return;
    const result = await attempt(tx, requestId, () => tx.transaction((own) => perform({ ...office, db: own }, { run, item, by, now })));
    await tx.update(bulkItem).set({ ...result, endedAt: now }).where(and(toDo(run.id), eq(bulkItem.requestId, requestId)));
  });
}

type Result = { outcome: "done"; details: null } | { outcome: "refused"; code: string; details: BulkDetails | null };

/** What an act came to. Who was too late reads who was first, when, and with what. */
async function attempt(tx: Db, requestId: string, act: () => Promise<void>): Promise<Result> {
  try {
    await act();
    return { outcome: "done", details: null };
  } catch (problem) {
    if (!isProblem(problem)) throw problem;
    if (problem.code !== "request.moved") return { outcome: "refused", code: problem.code, details: null };
    const last = await lastActOn(tx, requestId);
    const details = last && { act: last.act, actorKind: last.actorKind, at: last.at.toISOString(), ...(last.actorName !== null && { who: last.actorName }) };
    return { outcome: "refused", code: problem.code, details };
  }
}

/** One act of the run on one request. Its row is locked first, so that what is looked at here still holds where the verb looks again. */
async function perform(office: Office, { run, item, by, now }: { run: BulkRunRow; item: typeof bulkItem.$inferSelect; by: StaffActor | null; now: Date }): Promise<void> {
  const { act, reasonCode } = run;
  const { requestId } = item;
  if (act === null || by === null || !may(by, BULK[act].can)) throw new Problem("access.refused");
  const text = run.text ?? "";
  if (act === "note") return addNote(office, { requestId, text, by, now });

  const [locked] = await office.db.select({ version: request.version }).from(request).where(eq(request.id, requestId)).for("no key update");
  if (locked?.version !== item.version) throw new Problem("request.moved");
  const candidate = (await listCandidates(office.db, [requestId], by)).get(requestId);
  if (!candidate) throw new Problem("request.unknown");
  const excluded = whyNot(act, candidate, { by, now, reasonCode });
  if (excluded) throw new Problem(`bulk.${excluded.why}`);

  if (act === "claim") return void (await claimRequest(office, { requestId, by, now }));
  if (act === "release") return releaseRequest(office, { requestId, by, now });
  const isTakenUp = BULK[act].takesUp && mayAct("claim", candidate.row.status, "reviewer");
  const { version } = isTakenUp ? await claimRequest(office, { requestId, by, now }) : candidate.row;
  if (act === "approve") return void (await approveRequest(office, { requestId, version, by, now }));
  if (act === "reject") return void (await rejectRequest(office, { requestId, version, reasonCode: reasonCode ?? "", by, now }));
  await askInformation(office, { requestId, version, question: text, by, now });
}

/** Hands the rest of a long run to the next piece of work; ends a run of which nothing is left. */
async function goOnOrEnd(office: Office, { run, after, by, now }: { run: BulkRunRow; after: number | undefined; by: StaffActor | null; now: Date }): Promise<void> {
  await office.db.transaction(async (tx) => {
    if (after !== undefined) {
      await office.queue.enqueue(tx, bulkJob, { runId: run.id, after }, { singletonKey: `${run.id}:${after}` });
      return;
    }
    const isOver = notExists(tx.select({ one: sql`1` }).from(bulkItem).where(toDo(run.id)));
    const [ended] = await tx.update(bulkRun).set({ endedAt: now }).where(and(eq(bulkRun.id, run.id), isNotNull(bulkRun.startedAt), isNull(bulkRun.endedAt), isOver)).returning();
    if (!ended) return;
    const counts = await countOutcomes(tx, run.id);
    const actor = by ? inTrail(by) : { kind: "system" as const, id: "bulk.run" as const, within: run.id };
    await record(tx, { now, actor, act: "bulk.ended", subject: { kind: "bulk-run", id: run.id }, details: { done: counts.done, refused: counts.refused } });
  });
}

/** How many requests of a run came to what. */
export async function countOutcomes(db: Db, runId: string): Promise<Record<"done" | "refused" | "untouched" | "excluded" | "pending", number>> {
  const rows = await db
    .select({ outcome: bulkItem.outcome, isExcluded: sql<boolean>`${bulkItem.excluded} is not null`.mapWith(Boolean), count: sql<number>`count(*)`.mapWith(Number) })
    .from(bulkItem)
    .where(eq(bulkItem.runId, runId))
    .groupBy(bulkItem.outcome, sql`${bulkItem.excluded} is not null`);
  const of = (fits: (row: (typeof rows)[number]) => boolean) => rows.filter(fits).reduce((sum, { count }) => sum + count, 0);
  return {
    done: of(({ outcome }) => outcome === "done"),
    refused: of(({ outcome }) => outcome === "refused"),
    untouched: of(({ outcome }) => outcome === "untouched"),
    excluded: of(({ isExcluded }) => isExcluded),
    pending: of(({ outcome, isExcluded }) => outcome === null && !isExcluded),
  };
}
