import { and, asc, eq, isNull, lt, lte, notInArray, or, gt } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { reissue } from "#db/schema/certificates.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { daysLater, isPast } from "#app/domain/deadlines/clock.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";

import { holdIssued, type Reissue } from "./reissue.ts";
import { revokeCertificate } from "./revoke.ts";

const BY = system("reissues");
const AT_ONCE = 200;
const HOUR_MS = 3_600_000;

/**
 * Ends certificates that are no longer right and whose holder did nothing: they are revoked once the term is over, in one transaction with the record and what is told. Whoever is blocked is not spared:
 * what it says has not become true. Runs again and again, in any number of processes. Answers how many ended.
 */
export async function endReissues(office: Office, now: Date): Promise<number> {
  let ended = 0;
  await eachAlone({
    page: (but) => office.db.select().from(reissue).where(and(isNull(reissue.outcome), lt(reissue.until, now), notInArray(reissue.id, but))).orderBy(asc(reissue.until)).limit(AT_ONCE),
    id: ({ id }) => id,
    act: async (due) => {
      // To the second: the last one still counts, whatever the fraction.
      if (isPast(due.until, now) && (await end(office, due, now))) ended += 1;
    },
  });
  return ended;
}

async function end(office: Office, { id, userNumber, serial, requestId }: Reissue, now: Date): Promise<boolean> {
  return office.db.transaction(async (tx) => {
    // In the order of whoever renews: account, certificates, and then what was asked of them.
    await tx.select({ userNumber: account.userNumber }).from(account).where(eq(account.userNumber, userNumber)).for("share");
    const issued = await holdIssued(tx, [userNumber]);
    const [ended] = await tx.update(reissue).set({ outcome: "lapsed", endedAt: now }).where(and(eq(reissue.id, id), isNull(reissue.outcome))).returning({ id: reissue.id });
    if (!ended) return false;
    let revoked = 0;
    // Each that is older overlapped it, and said the same.
    for (const former of issued) {
      if (!isPast(former.notAfter, now) && (await revokeCertificate(tx, { serial: former.serial, reason: "affiliationChanged", by: BY, now }))) revoked += 1;
    }
    await record(tx, { now, actor: inTrail(BY), act: "reissue.lapsed", subject: { kind: "certificate", id: serial }, requestId, details: { userNumber, revoked } });
    if (revoked > 0) await office.queue.enqueue(tx, tellJob, { happening: "reissue.lapsed", userNumber, serial, about: id });
    return true;
  });
}

/** Reminds of terms that are about to end, so many days before: each once, of what was missed only the most urgent (P15), and only who can do something. Answers how many. */
export async function remindOfReissues(office: Office, input: { days: readonly number[]; now: Date }): Promise<number> {
  const { now } = input;
  const days = [...new Set(input.days)].sort((one, other) => other - one);
  const [first] = days;
  if (first === undefined) return 0;
  // Each state of having been told, and the reminder that comes next. The clock may jump by an hour; the exact comparison is made by whoever acts.
  const soon = (day: number) => lte(reissue.until, new Date(daysLater(now, day).getTime() + HOUR_MS));
  const mayBeDue = or(and(isNull(reissue.remindedDays), soon(first)), ...days.map((day) => and(gt(reissue.remindedDays, day), soon(day))));
  let reminded = 0;
  await eachAlone({
    page: async (but) => {
      const rows = await office.db
        .select({ it: reissue })
        .from(reissue)
        .innerJoin(account, eq(account.userNumber, reissue.userNumber))
        .where(and(isNull(reissue.outcome), mayBeDue, eq(account.status, "active"), notInArray(reissue.id, but)))
        .orderBy(asc(reissue.until))
        .limit(AT_ONCE);
      return rows.map(({ it }) => it);
    },
    id: ({ id }) => id,
    act: async ({ id, userNumber, serial, requestId, until, openedAt, remindedDays: told }) => {
      // A term that is shorter than a reminder has none: it was told of a moment ago.
      const due = days.filter((day) => daysLater(until, -day) <= now && daysLater(until, -day) > openedAt).at(-1);
      if (due === undefined || (told !== null && told <= due) || isPast(until, now)) return;
      await office.db.transaction(async (tx) => {
        const isMine = and(eq(reissue.id, id), isNull(reissue.outcome), told === null ? isNull(reissue.remindedDays) : eq(reissue.remindedDays, told));
        const [mine] = await tx.update(reissue).set({ remindedDays: due }).where(isMine).returning({ id: reissue.id });
        if (!mine) return;
        await record(tx, { now, actor: inTrail(BY), act: "reissue.reminded", subject: { kind: "certificate", id: serial }, requestId, details: { userNumber, days: due } });
        await office.queue.enqueue(tx, tellJob, { happening: "reissue.closing", userNumber, serial, about: id, time: due });
        reminded += 1;
      });
    },
  });
  return reminded;
}
