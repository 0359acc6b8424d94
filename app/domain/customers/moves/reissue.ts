import { and, asc, eq, inArray, sql } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { staff } from "#db/schema/staff.ts";
import { manualTask } from "#db/schema/tasks.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor, SystemActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { listCurrent } from "#app/domain/certificates/outdated.ts";
import { mayBeReissued, openReissues } from "#app/domain/certificates/reissue.ts";
import { tickOff } from "#app/domain/effects/tasks.ts";
import type { Office } from "#app/domain/office.ts";
import { fullName } from "#app/domain/people.ts";

const TASK = "reissue-for-practice";

/**
 * A certificate goes on naming the enterprise that its AGB code has left. Who has one lets it be replaced by themselves (`openReissues`, R107): it works until then. What software or a test has is
 * replaced by hand, for a term would end a practice's software unseen; and so is everybody's until the office has published how long they have (P17): a task for each such account, to be ticked off at the move. None where the certificate names the new enterprise already, or none
 * at all. In the transaction that moves the accounts.
 */
export async function askReissues(tx: Db, office: Pick<Office, "queue">, of: { moveId: string; userNumbers: readonly string[]; by: SystemActor; now: Date }): Promise<void> {
  const { moveId, userNumbers, by, now } = of;
  const isPublished = await mayBeReissued(tx, now);
  if (isPublished) await openReissues(tx, office, { userNumbers, because: { moveId }, by, now });
  const byHand = (await listCurrent(tx, { userNumbers, now })).filter(({ kind, differs }) => differs.length > 0 && (kind !== "personal" || !isPublished));
  for (const userNumber of new Set(byHand.map((one) => one.userNumber))) {
    await tx.insert(manualTask).values({ moveId, userNumber, task: TASK, madeAt: now });
    await record(tx, { now, actor: inTrail(by), act: "task.made", subject: { kind: "account", id: userNumber }, details: { task: TASK } });
  }
}

/** What is left to be done by hand. */
export type Reissue = { id: string; moveId: string; userNumber: string; user: string; done: { by: string; at: Date } | null };

/** The certificates that moves left to be issued again by hand, what is still to be done first. */
export async function listReissues(db: Db, moveIds: readonly string[]): Promise<Reissue[]> {
  if (moveIds.length === 0) return [];
  const rows = await db
    .select({ task: manualTask, user: account, doneBy: staff.name })
    .from(manualTask)
    .innerJoin(account, eq(account.userNumber, manualTask.userNumber))
    .leftJoin(staff, eq(staff.id, manualTask.doneBy))
    .where(inArray(manualTask.moveId, [...moveIds]))
    .orderBy(sql`(${manualTask.doneAt} is not null)`, asc(account.surname), asc(account.userNumber));
  return rows.map(({ task, user, doneBy }) => ({
    id: task.id,
    moveId: task.moveId ?? "",
    userNumber: user.userNumber,
    user: fullName(user),
    done: task.doneAt && { by: doneBy ?? "", at: task.doneAt },
  }));
}

/** Ticks off that a certificate was issued again, or need not be. Throws `task.unknown`, `task.done`. */
export async function completeReissue(office: Office, input: { moveId: string; taskId: string; by: StaffActor; now: Date }): Promise<void> {
  const { moveId, taskId, by, now } = input;
  await office.db.transaction(async (tx) => {
    const { details } = await tickOff(tx, { mine: and(eq(manualTask.id, taskId), eq(manualTask.moveId, moveId)), note: undefined, by, now });
    await record(tx, { now, actor: inTrail(by), act: "task.done", subject: { kind: "task", id: taskId }, details });
  });
}
