import { and, asc, eq, gte, inArray, isNull, lt, lte, notExists } from "drizzle-orm";

import { account, authorisation, certificate, credential, installation, letter } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";

import { REMINDER_DAYS, remindersDue } from "./install-term.ts";

const AT_ONCE = 200;
const BY = inTrail(system("purge-uninstalled"));

/**
 * Ends what was not installed in time: number and PIN no longer work, and only a new request helps (R33, R34). The last second, `installUntil`,
 * still counts. Whoever has time left is reminded on `reminderDays` after the PIN was made, once each (P15). Runs again
 * and again, in any number of processes.
 */
export async function purgeUninstalled(office: Office, input: { now: Date; reminderDays?: readonly number[] }): Promise<{ purged: number; reminded: number }> {
  const { now, reminderDays = REMINDER_DAYS } = input;
  return { purged: await purgeLapsed(office, now), reminded: await remindOfInstallation(office, now, [...reminderDays].sort((a, b) => a - b)) };
}

async function purgeLapsed(office: Office, now: Date): Promise<number> {
  const due = await office.db.select({ id: credential.id }).from(credential).where(lapsed(office.db, now)).orderBy(asc(credential.installUntil)).limit(AT_ONCE);
  let purged = 0;
  await eachAlone(due, async ({ id }) => {
    await office.db.transaction(async (tx) => {
      // An installation that has begun holds the row; whoever comes second looks again.
      const [gone] = await tx
        .update(credential)
        .set({ voidedAt: now, voidReason: "purged" })
        .where(and(eq(credential.id, id), lapsed(tx, now)))
        .returning();
      if (!gone) return;
      const { userNumber } = gone;
      const ended = await endUnusedAccount(tx, userNumber, now);
      await record(tx, { now, actor: BY, act: "credential.purged", subject: { kind: "account", id: userNumber }, requestId: ended });
      // A letter that is still in the house would bring a PIN that opens nothing.
      await tx.update(letter).set({ status: "spoilt", sealed: null, spoiltAt: now }).where(and(eq(letter.credentialId, id), inArray(letter.status, ["waiting", "in-batch"])));
      await office.queue.enqueue(tx, tellJob, { happening: "install.lapsed", userNumber });
      purged += 1;
    });
  });
  return purged;
}

/** An account that never had a certificate ends with its PIN; answers the request that had made it. */
async function endUnusedAccount(tx: Db, userNumber: string, now: Date): Promise<string | null> {
  const certificates = tx.select({ serial: certificate.serial }).from(certificate).where(eq(certificate.userNumber, userNumber));
  const [ended] = await tx
    .update(account)
    .set({ status: "ended" })
    .where(and(eq(account.userNumber, userNumber), notExists(certificates)))
    .returning({ requestId: account.requestId });
  if (!ended) return null;
  await tx.update(authorisation).set({ withdrawnAt: now }).where(and(eq(authorisation.userNumber, userNumber), isNull(authorisation.withdrawnAt)));
  return ended.requestId;
}

/** Valid, never installed, out of time, and without a certificate that is being made. */
function lapsed(db: Db, now: Date) {
  const begun = db
    .select({ serial: certificate.serial })
    .from(certificate)
    .innerJoin(installation, eq(installation.id, certificate.installationId))
    .where(eq(installation.credentialId, credential.id));
  return and(isNull(credential.voidedAt), isNull(credential.installedAt), lt(credential.installUntil, wholeSecond(now)), notExists(begun));
}

async function remindOfInstallation(office: Office, now: Date, days: readonly number[]): Promise<number> {
  const [first] = days;
  if (first === undefined) return 0;
  const waiting = await office.db
    .select()
    .from(credential)
    .where(
      and(
        isNull(credential.voidedAt),
        isNull(credential.installedAt),
        gte(credential.installUntil, wholeSecond(now)),
        // The clock may jump by an hour; the exact comparison is made below.
        lte(credential.madeAt, new Date(now.getTime() - first * 86_400_000 + 3_600_000)),
        lt(credential.reminders, days.length),
      ),
    )
    .orderBy(asc(credential.madeAt))
    .limit(AT_ONCE * 5);
  let reminded = 0;
  for (const { id, userNumber, madeAt, reminders } of waiting) {
    const due = remindersDue(madeAt, now, days);
    if (due <= reminders) continue;
    await office.db.transaction(async (tx) => {
      const [mine] = await tx
        .update(credential)
        .set({ reminders: due })
        .where(and(eq(credential.id, id), eq(credential.reminders, reminders), isNull(credential.voidedAt), isNull(credential.installedAt)))
        .returning({ id: credential.id });
      if (!mine) return;
      await office.queue.enqueue(tx, tellJob, { happening: "install.reminder", userNumber, time: due });
      reminded += 1;
    });
  }
  return reminded;
}


function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}
