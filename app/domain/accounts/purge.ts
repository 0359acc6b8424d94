import { and, asc, eq, gte, isNull, lt, lte, notExists, notInArray, or } from "drizzle-orm";

import { account, certificate, credential, installation } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";

import { withdrawRights } from "./end.ts";
import { REMINDER_DAYS, remindersDue } from "./install-term.ts";
import { holdLettersInTheHouse, spoilLetters } from "./letters.ts";

const AT_ONCE = 200;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PURGE = system("purge-uninstalled");
const BY = inTrail(PURGE);

/**
 * Ends what was not installed in time: number and PIN no longer work, and only a new request helps (R33, R34). The last second, `installUntil`,
 * still counts. Whoever has time left is reminded on `reminderDays` after the PIN was made, once each (P15). Runs again
 * and again, in any number of processes. `waiting` holds what may still wait to deliver an account, and says in the same transaction how it ends with it.
 */
export async function purgeUninstalled(office: Office, input: { now: Date; reminderDays?: readonly number[] }, waiting?: Waiting): Promise<{ purged: number; reminded: number }> {
  const { now, reminderDays = REMINDER_DAYS } = input;
  return { purged: await purgeLapsed(office, now, waiting), reminded: await remindOfInstallation(office, now, [...reminderDays].sort((a, b) => a - b)) };
}

type Waiting = (tx: Db, of: { userNumber: string; now: Date }) => Promise<EndWaiting>;
/** Told whether the account ended with its PIN, and which letters were spoilt: no new ones follow. */
export type EndWaiting = (of: { hasEnded: boolean; spoilt: readonly string[] }) => Promise<void>;

async function purgeLapsed(office: Office, now: Date, waiting: Waiting | undefined): Promise<number> {
  let purged = 0;
  await eachAlone({
    page: (but) =>
      office.db
        .select({ id: credential.id, userNumber: credential.userNumber })
        .from(credential)
        .where(and(lapsed(office.db, now), notInArray(credential.id, but)))
        .orderBy(asc(credential.installUntil))
        .limit(AT_ONCE),
    id: ({ id }) => id,
    act: ({ id, userNumber }) =>
      office.db.transaction(async (tx) => {
        // Letters, then the requests, the account and its PIN: as whoever delivers or makes a new PIN holds them, so that neither waits for the other.
        const letters = await holdLettersInTheHouse(tx, eq(credential.id, id));
        const endWaiting = await waiting?.(tx, { userNumber, now });
        await tx.select({ userNumber: account.userNumber }).from(account).where(eq(account.userNumber, userNumber)).for("no key update");
        // An installation that has begun holds the row; whoever comes second looks again.
        const [gone] = await tx
          .update(credential)
          .set({ voidedAt: now, voidReason: "purged" })
          .where(and(eq(credential.id, id), lapsed(tx, now)))
          .returning({ id: credential.id });
        if (!gone) return;
        const unused = await endUnusedAccount(tx, userNumber, now);
        const requestId = unused?.requestId ?? null;
        await record(tx, { now, actor: BY, act: "credential.purged", subject: { kind: "account", id: userNumber }, requestId });
        await spoilLetters(tx, { ids: letters, why: "purged", requestId, by: PURGE, now });
        await endWaiting?.({ hasEnded: unused !== null, spoilt: letters });
        await office.queue.enqueue(tx, tellJob, { happening: "install.lapsed", userNumber, about: id });
        purged += 1;
      }),
  });
  return purged;
}

/** An account that never had a certificate ends with its PIN; answers the request that had made it, null when it goes on. */
async function endUnusedAccount(tx: Db, userNumber: string, now: Date): Promise<{ requestId: string | null } | null> {
  const certificates = tx.select({ serial: certificate.serial }).from(certificate).where(eq(certificate.userNumber, userNumber));
  const [ended] = await tx
    .update(account)
    .set({ status: "ended" })
    .where(and(eq(account.userNumber, userNumber), notExists(certificates)))
    .returning({ requestId: account.requestId });
  if (!ended) return null;
  await withdrawRights(tx, userNumber, now);
  return ended;
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
  if (days.length === 0) return 0;
  const waiting = await office.db
    .select()
    .from(credential)
    .where(
      and(
        isNull(credential.voidedAt),
        isNull(credential.installedAt),
        gte(credential.installUntil, wholeSecond(now)),
        // Only whose next reminder is near, so that those who wait for a later one never fill the batch. The clock may jump by an hour; the exact
        // comparison is made below.
        or(...days.map((day, sent) => and(eq(credential.reminders, sent), lte(credential.madeAt, new Date(now.getTime() - day * DAY_MS + HOUR_MS))))),
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
      await record(tx, { now, actor: BY, act: "credential.reminded", subject: { kind: "account", id: userNumber }, details: { time: due } });
      await office.queue.enqueue(tx, tellJob, { happening: "install.reminder", userNumber, about: id, time: due });
      reminded += 1;
    });
  }
  return reminded;
}

function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}
