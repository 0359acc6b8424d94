import { and, asc, desc, eq, gt, isNotNull, isNull, sql, type SQL } from "drizzle-orm";

import { bulkItem, bulkRun, type BulkDetails } from "#db/schema/bulk.ts";
import { request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";

import { requestTypeOf } from "../policy.ts";
import { referenceOf } from "../reference.ts";
import type { BulkAct } from "./acts.ts";
import type { Exclusion } from "./eligible.ts";
import type { BulkRunRow } from "./plan.ts";
import { countOutcomes } from "./run.ts";

/** Where a run stands: half selected, waiting for an act, planned, under way, over. */
export type BulkStage = "selecting" | "choosing" | "planned" | "running" | "ended";

export function stageOf(run: Pick<BulkRunRow, "selectedAt" | "plannedAt" | "startedAt" | "endedAt">): BulkStage {
  if (run.endedAt) return "ended";
  if (run.startedAt) return "running";
  if (run.plannedAt) return "planned";
  return run.selectedAt ? "choosing" : "selecting";
}

export type BulkLine = {
  requestId: string;
  reference: string;
  type: string;
  subjectName: string;
  /** Of the request, now. */
  status: (typeof request.$inferSelect)["status"];
  excluded: Exclusion | null;
  outcome: "done" | "refused" | "untouched" | null;
  code: string | null;
  details: BulkDetails | null;
  endedAt: Date | null;
  place: number;
};

/** What is listed of a run: who takes part, who does not, and what came of each. */
export type BulkPart = "taking-part" | "excluded" | "done" | "refused" | "untouched" | "everything";

const PARTS: Record<BulkPart, SQL | undefined> = {
  "taking-part": and(isNull(bulkItem.excluded), isNull(bulkItem.outcome)),
  excluded: isNotNull(bulkItem.excluded),
  done: eq(bulkItem.outcome, "done"),
  refused: eq(bulkItem.outcome, "refused"),
  untouched: eq(bulkItem.outcome, "untouched"),
  everything: undefined,
};

/** The requests of a part of a run, in the order of the selection, from behind `after`. */
export async function listBulk(db: Db, input: { runId: string; part: BulkPart; after?: number; limit: number }): Promise<BulkLine[]> {
  const { runId, part, after = -1, limit } = input;
  const rows = await db
    .select({ item: bulkItem, number: request.number, type: request.type, subjectName: request.subjectName, status: request.status })
    .from(bulkItem)
    .innerJoin(request, eq(request.id, bulkItem.requestId))
    .where(and(eq(bulkItem.runId, runId), PARTS[part], gt(bulkItem.place, after)))
    .orderBy(asc(bulkItem.place))
    .limit(limit);
  return rows.map(({ item, number, ...rest }) => ({
    ...rest,
    requestId: item.requestId,
    reference: referenceOf(number),
    excluded: item.excluded as Exclusion | null,
    outcome: item.outcome,
    code: item.code,
    details: item.details,
    endedAt: item.endedAt,
    place: item.place,
  }));
}

/** Every request of a run, in batches. */
export async function* everyItem(db: Db, runId: string): AsyncGenerator<BulkLine[]> {
  for (let after = -1; ; ) {
    const batch = await listBulk(db, { runId, part: "everything", after, limit: 500 });
    const last = batch.at(-1);
    if (!last) return;
    yield batch;
    after = last.place;
  }
}

/** How many requests do not take part for which reason, the commonest first. */
export async function countExclusions(db: Db, runId: string): Promise<Array<{ why: Exclusion; count: number }>> {
  const rows = await db
    .select({ why: bulkItem.excluded, count: sql<number>`count(*)`.mapWith(Number) })
    .from(bulkItem)
    .where(and(eq(bulkItem.runId, runId), isNotNull(bulkItem.excluded)))
    .groupBy(bulkItem.excluded)
    .orderBy(desc(sql`count(*)`), asc(bulkItem.excluded));
  return rows.map(({ why, count }) => ({ why: why as Exclusion, count }));
}

/** How many e-mails an act would send, by the language of who gets them. */
export async function countLanguages(db: Db, runId: string): Promise<Array<{ language: "nl" | "en"; count: number }>> {
  return db
    .select({ language: request.language, count: sql<number>`count(*)`.mapWith(Number) })
    .from(bulkItem)
    .innerJoin(request, eq(request.id, bulkItem.requestId))
    .where(and(eq(bulkItem.runId, runId), isNull(bulkItem.excluded)))
    .groupBy(request.language)
    .orderBy(request.language);
}

/** The reasons for which at least one request of the selection can be rejected, with the key of their words, in the order of their request types. */
export async function listBulkReasons(db: Db, runId: string): Promise<Array<{ code: string; textKey: string }>> {
  const types = await db
    .selectDistinct({ releaseId: request.releaseId, type: request.type })
    .from(bulkItem)
    .innerJoin(request, eq(request.id, bulkItem.requestId))
    .where(eq(bulkItem.runId, runId))
    .orderBy(request.type, request.releaseId);
  const reasons = new Map<string, string>();
  for (const one of types) for (const { code, textKey } of (await requestTypeOf(db, one)).reasonCodes) if (!reasons.has(code)) reasons.set(code, textKey);
  return [...reasons].map(([code, textKey]) => ({ code, textKey }));
}

/** How many decisions of a run can still be taken back, and until when the last of them. */
export async function countOpenDecisions(db: Db, run: BulkRunRow, now: Date): Promise<{ count: number; until: Date | null }> {
  if (run.act !== "approve" && run.act !== "reject") return { count: 0, until: null };
  const [row] = await db
    .select({ count: sql<number>`count(*)`.mapWith(Number), until: sql<Date | null>`max(${request.effectiveAt})`.mapWith(request.effectiveAt) })
    .from(bulkItem)
    .innerJoin(request, eq(request.id, bulkItem.requestId))
    .where(and(eq(bulkItem.runId, run.id), eq(bulkItem.outcome, "done"), eq(request.status, "decided"), eq(request.decidedBy, run.by), gt(request.effectiveAt, now)));
  return { count: row?.count ?? 0, until: row?.until ?? null };
}

export type BulkSummary = { run: BulkRunRow; byName: string; act: BulkAct | null; stage: BulkStage; counts: Awaited<ReturnType<typeof countOutcomes>> };

const NEWEST = 20;

/** The latest runs that somebody started, newest first. */
export async function listBulkRuns(db: Db, by: { id: string }): Promise<BulkSummary[]> {
  const rows = await db
    .select({ run: bulkRun, byName: staff.name })
    .from(bulkRun)
    .innerJoin(staff, eq(staff.id, bulkRun.by))
    .where(and(eq(bulkRun.by, by.id), isNotNull(bulkRun.startedAt)))
    .orderBy(desc(bulkRun.begunAt), desc(bulkRun.id))
    .limit(NEWEST);
  const summaries: BulkSummary[] = [];
  for (const { run, byName } of rows) summaries.push({ run, byName, act: run.act, stage: stageOf(run), counts: await countOutcomes(db, run.id) });
  return summaries;
}
