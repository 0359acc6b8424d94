import { and, count, eq, inArray, sql } from "drizzle-orm";

import { definitionChange, definitionChangeEntry } from "#db/schema/studio.ts";
import type { Db } from "#db/types.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { Problem } from "#app/domain/problem.ts";

import type { ScreenTexts } from "../kinds.ts";
import { currentRelease } from "../store.ts";
import type { By } from "./begin.ts";
import { checkChange, countWrong } from "./check.ts";
import { markEditor } from "./editors.ts";
import { CHANGE_ACTS, type ChangeAct } from "./lifecycle.ts";
import { getChange, listRelease } from "./read.ts";

/** `revision` is that of the change as the person had it before them. */
type Act = By & { id: string; revision: number };

/**
 * Puts a draft before a colleague (D15): from here on nobody edits it. What they approve is sound: throws `change.not-sound` with how much there is to mend, `change.empty`,
 * and `change.moved` where somebody did something with it in between.
 */
export async function proposeChange(db: Db, input: Act & { reason: string; publishFrom: Date | null; texts: ScreenTexts }): Promise<void> {
  const { id, reason, publishFrom, texts, by, now, correlationId } = input;
  await db.transaction(async (tx) => {
    const change = await move(tx, input, "propose", { status: "proposed", reason, publishFrom, proposedBy: by.id, proposedAt: now, stoppedBy: null });
    const { entries } = await getChange(tx, id);
    if (entries.length === 0) throw new Problem("change.empty");
    const wrong = countWrong(await checkChange(await listRelease(tx, await currentRelease(tx)), entries, { texts, on: officeDate(publishFrom ?? now) }));
    if (wrong > 0) throw new Problem("change.not-sound", { count: wrong });
    await markEditor(tx, { changeId: id, by, now });
    const held = entries.map(({ kind, key, hash, base }) => ({ kind, key, before: base?.hash ?? null, hash }));
    await record(tx, { now, actor: inTrail(by), act: "change.proposed", subject: { kind: "change", id }, details: { title: change.title, reason, publishFrom: publishFrom?.toISOString() ?? null, entries: held }, correlationId });
  });
}

/** Makes a draft of it again: by who proposed it, by a colleague who wants it otherwise, or before its day. Approvals are void then (P5). Throws `change.moved`. */
export async function returnChange(db: Db, input: Act & { note: string }): Promise<void> {
  const { id, note, by, now, correlationId } = input;
  await db.transaction(async (tx) => {
    const change = await move(tx, input, "return", { status: "draft", proposedBy: null, proposedAt: null, approver: null, approvedAt: null });
    await record(tx, { now, actor: inTrail(by), act: "change.returned", subject: { kind: "change", id }, details: { title: change.title, note }, correlationId });
  });
}

/** Gives a change up; nothing of it was published, and it stays to be read. Throws `change.moved`. */
export async function withdrawChange(db: Db, input: Act): Promise<void> {
  const { id, by, now, correlationId } = input;
  await db.transaction(async (tx) => {
    const change = await move(tx, input, "withdraw", { status: "withdrawn", endedAt: now });
    const [held] = await tx.select({ amount: count() }).from(definitionChangeEntry).where(eq(definitionChangeEntry.changeId, id));
    await record(tx, { now, actor: inTrail(by), act: "change.withdrawn", subject: { kind: "change", id }, details: { title: change.title, entries: held?.amount ?? 0 }, correlationId });
  });
}

async function move(tx: Db, { id, revision }: Act, act: ChangeAct, to: Partial<typeof definitionChange.$inferInsert>) {
  const [moved] = await tx
    .update(definitionChange)
    .set({ ...to, revision: sql`${definitionChange.revision} + 1` })
    .where(and(eq(definitionChange.id, id), eq(definitionChange.revision, revision), inArray(definitionChange.status, CHANGE_ACTS[act])))
    .returning();
  if (!moved) throw new Problem("change.moved");
  return moved;
}
