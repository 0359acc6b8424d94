import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";

import { account, certificate } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { staff } from "#db/schema/staff.ts";
import { manualTask } from "#db/schema/tasks.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor, SystemActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { organisationInDer } from "#app/domain/certificates/subject.ts";
import { currentRelease, listDefinitions } from "#app/domain/definitions/store.ts";
import { tickOff } from "#app/domain/effects/tasks.ts";
import type { Office } from "#app/domain/office.ts";
import { fullName } from "#app/domain/people.ts";

const TASK = "reissue-for-practice";

/**
 * A certificate goes on naming the enterprise that its AGB code has left: it stays valid, and cannot be issued again by itself yet. So there is a task for each
 * account with a valid one, or one that is being signed, to be ticked off at the move; none where the profile does not name the enterprise, or the certificate names the new one already. In the
 * transaction that moves the accounts.
 */
export async function askReissues(tx: Db, of: { moveId: string; userNumbers: readonly string[]; toEnterpriseId: string; by: SystemActor; now: Date }): Promise<void> {
  const { moveId, userNumbers, toEnterpriseId, by, now } = of;
  const [to] = await tx.select({ name: enterprise.name }).from(enterprise).where(eq(enterprise.id, toEnterpriseId));
  const profiles = (await listDefinitions(tx, await currentRelease(tx), "certificate-profile")).map(({ content }) => content);
  const naming = profiles.filter(({ subject }) => subject.some(({ value }) => value === "{{organisation}}")).map(({ id }) => id);
  if (!to || userNumbers.length === 0 || naming.length === 0) return;
  const namesAnother = sql`position(decode(${organisationInDer(to.name).toString("hex")}, 'hex') in ${certificate.tbs}) = 0`;
  const holders = await tx
    .selectDistinct({ userNumber: certificate.userNumber })
    .from(certificate)
    .where(and(inArray(certificate.userNumber, [...userNumbers]), inArray(certificate.profile, naming), inArray(certificate.status, ["intended", "issued"]), gt(certificate.notAfter, now), namesAnother))
    .orderBy(asc(certificate.userNumber));
  for (const { userNumber } of holders) {
    await tx.insert(manualTask).values({ moveId, userNumber, task: TASK, madeAt: now });
    await record(tx, { now, actor: inTrail(by), act: "task.made", subject: { kind: "account", id: userNumber }, details: { task: TASK } });
  }
}

export type Reissue = { id: string; moveId: string; userNumber: string; user: string; done: { by: string; at: Date } | null };

/** The certificates that moves left to be issued again, what is still to be done first. */
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
