import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";

import { bulkItem, bulkRun } from "#db/schema/bulk.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { may } from "#app/domain/access/permissions.ts";
import { record } from "#app/domain/audit/record.ts";
import { bulkJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { maskSecrets } from "../form/mask.ts";
import { BULK, type BulkAct } from "./acts.ts";
import { listCandidates, whyNot } from "./eligible.ts";

export type BulkRunRow = typeof bulkRun.$inferSelect;

/** So many requests are judged and written down at once. */
const BATCH = 250;

/**
 * Says of each selected request whether it takes part in an act, and if not why, as it stands now: with the version at which it was looked at. Nothing is done yet. A plan
 * can be made anew until the run starts. Throws `bulk.unknown`, `bulk.moved` once it has started or is planned elsewhere, `access.refused` without the permission of the single
 * act, and what the act lacks: `request.reason-missing`, `request.question-missing`, `request.note-missing`.
 */
export async function planBulk(office: Office, input: { runId: string; act: BulkAct; reasonCode: string; text: string; by: StaffActor; now: Date }): Promise<BulkRunRow> {
  const { runId, act, by, now } = input;
  const { db } = office;
  await getOwnRun(db, runId, by);
  if (!may(by, BULK[act].can)) throw new Problem("access.refused");
  const { reasonCode, text } = broughtBy(act, input);
  const isOpen = and(eq(bulkRun.id, runId), isNull(bulkRun.startedAt));
  const [begun] = await db.update(bulkRun).set({ act, reasonCode, text, plannedAt: null, plan: sql`${bulkRun.plan} + 1` }).where(isOpen).returning({ plan: bulkRun.plan });
  if (!begun) throw new Problem("bulk.moved");

  for (let after = -1; ; ) {
    const batch = await db.select({ id: bulkItem.requestId, place: bulkItem.place }).from(bulkItem).where(and(eq(bulkItem.runId, runId), gt(bulkItem.place, after))).orderBy(asc(bulkItem.place)).limit(BATCH);
    const last = batch.at(-1);
    if (!last) break;
    after = last.place;
    const candidates = await listCandidates(db, batch.map(({ id }) => id), by);
    const verdicts = [...candidates.values()].map((one) => ({ id: one.row.id, version: one.row.version, ...whyNot(act, one, { by, now, reasonCode }) }));
    await db.transaction(async (tx) => {
      // Whoever plans or starts the same run elsewhere waits here, and then finds it moved.
      const [mine] = await tx.select({ id: bulkRun.id }).from(bulkRun).where(and(isOpen, eq(bulkRun.plan, begun.plan))).for("update");
      if (!mine) throw new Problem("bulk.moved");
      await tx.execute(sql`
        update ${bulkItem} set version = verdict.version, excluded = verdict.why, details = verdict.details
        from jsonb_to_recordset(${JSON.stringify(verdicts)}::jsonb) as verdict(id uuid, version int, why text, details jsonb)
        where ${bulkItem.runId} = ${runId}::uuid and ${bulkItem.requestId} = verdict.id`);
    });
  }
  const [planned] = await db.update(bulkRun).set({ plannedAt: now }).where(and(isOpen, eq(bulkRun.plan, begun.plan))).returning();
  if (!planned) throw new Problem("bulk.moved");
  return planned;
}

/** What the act needs besides the requests, without what we never hold (D18, D19). */
function broughtBy(act: BulkAct, input: { reasonCode: string; text: string }): { reasonCode: string | null; text: string | null } {
  const { brings } = BULK[act];
  const text = brings === "text" ? maskSecrets(input.text.trim()).text : "";
  if (brings === "reasonCode" && input.reasonCode === "") throw new Problem("request.reason-missing", { field: "reasonCode" });
  if (brings === "text" && text === "") throw new Problem(act === "ask" ? "request.question-missing" : "request.note-missing", { field: act === "ask" ? "question" : "note" });
  return { reasonCode: brings === "reasonCode" ? input.reasonCode : null, text: text || null };
}

/**
 * Lets a run go: from here on the worker does what was planned. `plan` is the one that was shown. Throws `bulk.moved` when it was planned anew or started meanwhile,
 * `bulk.nobody` when no request takes part.
 */
export async function startBulk(office: Office, input: { runId: string; plan: number; by: StaffActor; now: Date }): Promise<void> {
  const { runId, plan, by, now } = input;
  await getOwnRun(office.db, runId, by);
  await office.db.transaction(async (tx) => {
    const [started] = await tx
      .update(bulkRun)
      .set({ startedAt: now })
      .where(and(eq(bulkRun.id, runId), eq(bulkRun.plan, plan), isNull(bulkRun.startedAt), sql`${bulkRun.plannedAt} is not null`))
      .returning();
    if (!started) throw new Problem("bulk.moved");
    const count = await tx.$count(bulkItem, and(eq(bulkItem.runId, runId), isNull(bulkItem.excluded)));
    if (count === 0) throw new Problem("bulk.nobody");
    const { act, reasonCode } = started;
    await record(tx, { now, actor: inTrail({ ...by, bulkRun: runId }), act: "bulk.started", subject: { kind: "bulk-run", id: runId }, details: { act, requests: count, reasonCode: reasonCode ?? undefined } });
    await office.queue.enqueue(tx, bulkJob, { runId, after: -1 }, { singletonKey: `${runId}:-1` });
  });
}

/** One run; throws `bulk.unknown`. */
export async function getBulkRun(db: Db, runId: string): Promise<BulkRunRow> {
  const [found] = await db.select().from(bulkRun).where(eq(bulkRun.id, runId));
  if (!found) throw new Problem("bulk.unknown");
  return found;
}

/** One run of one's own, whole; a colleague's gives `bulk.not-yours`. */
export async function getOwnRun(db: Db, runId: string, by: StaffActor): Promise<BulkRunRow> {
  const run = await getBulkRun(db, runId);
  if (run.by !== by.id) throw new Problem("bulk.not-yours");
  if (!run.selectedAt) throw new Problem("bulk.unknown");
  return run;
}
