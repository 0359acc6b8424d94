import { and, asc, eq, gte, lt, lte, notInArray, sql, type SQL } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";

import { endWithAllThatHangsOnIt } from "./end-account.ts";

const PAGE = 50;
const BY = system("end-dates");

/**
 * Tells of accounts whose last working day (R13) is at most so many days away that they will end, once for each day: one that moved is told anew. The days
 * count from `since`, the hour from which the office writes. One that is blocked is left alone: who asked for the block decides. Runs every second; answers how many.
 */
export async function warnOfEndDates(office: Office, input: { since: Date; days: number; now: Date }): Promise<number> {
  const { since, days, now } = input;
  const unwarned = sql`${account.endWarnedFor} is distinct from ${account.endsOn}`;
  const isDue = and(isActive(), unwarned, gte(account.endsOn, officeDate(now)), lte(account.endsOn, officeDate(daysLater(since, days))));
  return eachDue(office.db, isDue, async (userNumber) => {
    await office.db.transaction(async (tx) => {
      const [warned] = await tx
        .update(account)
        .set({ endWarnedAt: now, endWarnedFor: sql`${account.endsOn}` })
        .where(and(eq(account.userNumber, userNumber), isDue))
        .returning({ endsOn: account.endsOn, requestId: account.requestId });
      if (!warned) return;
      await record(tx, { now, actor: inTrail(BY), act: "account.end-warned", subject: { kind: "account", id: userNumber }, requestId: warned.requestId, details: { endsOn: warned.endsOn ?? undefined } });
      await office.queue.enqueue(tx, tellJob, { happening: "account.ending", userNumber });
    });
  });
}

/**
 * Ends accounts once their last working day is over, at midnight in Amsterdam: number and PIN open nothing any more, a letter that is still in the house is
 * spoilt, and the certificate is revoked as no longer needed (RFC 5280, 5.3.1: cessationOfOperation). Each in one transaction; one whose certificate is being signed
 * has its turn a moment later. One that is blocked is left alone: the decision on the block may revoke for a graver reason, and when the block is lifted it ends here.
 * Runs every second, in any number of processes; answers how many.
 */
export async function endOnEndDates(office: Office, input: { now: Date }): Promise<number> {
  const { now } = input;
  const isDue = and(isActive(), lt(account.endsOn, officeDate(now)));
  return eachDue(office.db, isDue, (userNumber) => office.db.transaction((tx) => endOne(tx, office, { userNumber, isDue, now })));
}

async function endOne(tx: Db, office: Office, of: { userNumber: string; isDue: SQL | undefined; now: Date }): Promise<void> {
  const { userNumber, isDue, now } = of;
  const [found] = await tx.select({ requestId: account.requestId }).from(account).where(eq(account.userNumber, userNumber));
  // A date that was moved meanwhile, or a block, shows once the account is held.
  const ending = { userNumber, reason: "cessationOfOperation", requestId: found?.requestId ?? null, by: BY, when: isDue, why: "end-date", now } as const;
  if (!(await endWithAllThatHangsOnIt(tx, office, ending))) return;
  await office.queue.enqueue(tx, tellJob, { happening: "account.end-reached", userNumber });
}

/** As the indexes say it, in so many words: a value that comes apart from the query would not show that they may be used. */
function isActive(): SQL {
  return sql`${account.endsOn} is not null and ${account.status} = 'active'`;
}

/** Whoever has least time left comes first. */
function eachDue(db: Db, isDue: SQL | undefined, act: (userNumber: string) => Promise<void>): Promise<number> {
  return eachAlone({
    page: (but) => db.select({ userNumber: account.userNumber }).from(account).where(and(isDue, notInArray(account.userNumber, but))).orderBy(asc(account.endsOn)).limit(PAGE),
    id: ({ userNumber }) => userNumber,
    act: ({ userNumber }) => act(userNumber),
  });
}
