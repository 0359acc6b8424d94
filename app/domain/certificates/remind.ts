import { and, asc, eq, gte, inArray, isNull, lte, notInArray, or, sql, type SQL } from "drizzle-orm";

import { account, certificate } from "#db/schema/accounts.ts";
import { certificateReminder } from "#db/schema/certificates.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";

const AT_ONCE = 200;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BY = inTrail(system("remind-of-expiry"));

/**
 * Reminds of certificates that are about to end (P15): so many days before, from the same time on the clock, each reminder once, and of those that were missed while we were
 * down only the most urgent. Not of what has a successor, was revoked or has ended, nor where the account is blocked, has ended, or ends before its certificate does. Runs
 * again and again, in any number of processes. What was reminded of leaves its end of `certificate_to_remind`, so that a tick reads what is due and nothing else.
 */
export async function remindOfExpiry(office: Office, input: { days: readonly number[]; now: Date }): Promise<number> {
  const { now } = input;
  const days = [...new Set(input.days)].sort((one, other) => other - one);
  if (days.length === 0) return 0;
  const steps = stepsOf(days);
  let reminded = 0;
  await eachAlone({
    page: async (but) => {
      for (const step of steps) {
        const rows = await listSoon(office.db, { step, but, now });
        if (rows.length > 0) return rows;
      }
      return [];
    },
    id: ({ serial }) => serial,
    act: async ({ serial, userNumber, notAfter, told }) => {
      const due = days.filter((day) => daysLater(notAfter, -day) <= now).at(-1);
      if (due === undefined || (told !== null && told <= due)) return;
      await office.db.transaction(async (tx) => {
        const [mine] = await tx
          .update(certificate)
          .set({ remindedDays: due })
          .where(and(eq(certificate.serial, serial), eq(certificate.status, "issued"), isNull(certificate.supersededAt), told === null ? isNull(certificate.remindedDays) : eq(certificate.remindedDays, told)))
          .returning({ serial: certificate.serial });
        if (!mine) return;
        const [first] = await tx.insert(certificateReminder).values({ serial, days: due, remindedAt: now }).onConflictDoNothing().returning({ days: certificateReminder.days });
        if (!first) return;
        await record(tx, { now, actor: BY, act: "certificate.reminded", subject: { kind: "certificate", id: serial }, details: { userNumber, days: due } });
        await office.queue.enqueue(tx, tellJob, { happening: "certificate.expiring", userNumber, serial, time: due });
        reminded += 1;
      });
    },
  });
  return reminded;
}

type Step = { told: SQL; day: number };

/** Longer before its end nothing is reminded of, whatever the policy was. */
const LONGEST_DAYS = 366;

/** Each state of having been told, and the reminder that comes next: whoever heard nothing, and whoever heard what an earlier policy said, included. */
function stepsOf(days: readonly number[]): Step[] {
  const [first = 0] = days;
  const heard = days.map((day, index) => {
    const before = index === 0 ? LONGEST_DAYS : (days[index - 1] ?? LONGEST_DAYS);
    return { told: inArray(certificate.remindedDays, Array.from({ length: Math.max(0, before - day) }, (_, more) => day + 1 + more)), day };
  });
  return [{ told: isNull(certificate.remindedDays), day: first }, ...heard];
}

/** A page of what a step may be due for. The clock may jump by an hour; the exact comparison is made by whoever acts. */
async function listSoon(db: Db, { step, but, now }: { step: Step; but: string[]; now: Date }) {
  return db
    .select({ serial: certificate.serial, userNumber: certificate.userNumber, notAfter: certificate.notAfter, told: certificate.remindedDays })
    .from(certificate)
    .innerJoin(account, eq(account.userNumber, certificate.userNumber))
    .where(
      and(
        eq(certificate.status, "issued"),
        isNull(certificate.supersededAt),
        step.told,
        gte(certificate.notAfter, wholeSecond(now)),
        lte(certificate.notAfter, new Date(now.getTime() + step.day * DAY_MS + HOUR_MS)),
        inArray(certificate.kind, ["personal", "system"]),
        eq(account.status, "active"),
        // Who leaves before their certificate ends need not renew it (R13).
        or(isNull(account.endsOn), sql`${account.endsOn} >= (${certificate.notAfter} at time zone 'Europe/Amsterdam')::date`),
        notInArray(certificate.serial, but),
      ),
    )
    .orderBy(asc(certificate.notAfter))
    .limit(AT_ONCE);
}

function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}
