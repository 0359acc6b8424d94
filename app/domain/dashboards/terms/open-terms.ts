import { and, asc, eq, gt, gte, isNotNull, isNull, notExists, sql } from "drizzle-orm";

import { account, certificate, credential } from "#db/schema/accounts.ts";
import { reissue } from "#db/schema/certificates.ts";
import { identification, identificationOrder, identificationParty } from "#db/schema/identification.ts";
import { request, requestClock, requestQuestion } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { addWorkingDays, dayBegins, officeDate, type Calendar } from "#app/domain/deadlines/calendar.ts";
import { daysLater, hoursLater, installUntil } from "#app/domain/deadlines/clock.ts";
import { renewalWindow } from "#app/domain/certificates/validity.ts";
import type { PolicyValue } from "#app/domain/definitions/schema/policy.ts";
import type { TermKey } from "#app/domain/definitions/terms.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

/** How many a list looks at: beyond that the exact number tells nothing more. */
export const MOST_LOOKED_AT = 5_000;
const DAY_MS = 86_400_000;

/** Something that runs, with how to say when its next date is by any value of the policy; null for never. */
export type OpenTerm = { about: { requestId: string; reference: string } | { until: Date }; next: (value: PolicyValue, calendar: Calendar) => Date | null };

/** What runs that goes by a policy that is asked each time; of the other policies that are asked nothing that runs has a date of its own. Each reads an index of what is open, or as much of it as is looked at. */
export const OPEN_TERMS: Partial<Record<TermKey, (db: Db, now: Date) => Promise<OpenTerm[]>>> = {
  "identification.reminderDays": async (db) => {
    const hasOrder = db.select({ id: identificationOrder.id }).from(identificationOrder).where(and(eq(identificationOrder.partyId, identificationParty.id), isNull(identificationOrder.endedAt)));
    const rows = await db
      .select({ requestId: request.id, number: request.number, openedAt: identification.openedAt, reminders: identificationParty.reminders })
      .from(identification)
      .innerJoin(identificationParty, eq(identificationParty.identificationId, identification.id))
      .innerJoin(request, and(eq(request.id, identification.requestId), eq(request.status, "identifying")))
      .where(and(eq(identification.status, "open"), isNull(identificationParty.result), isNull(identificationParty.deniedAt), notExists(hasOrder)))
      .orderBy(asc(identification.expiresAt))
      .limit(MOST_LOOKED_AT + 1);
    return rows.map(({ openedAt, reminders, ...of }) => ({ about: aboutRequest(of), next: (value) => following(value, reminders, (day) => new Date(openedAt.getTime() + day * DAY_MS)) }));
  },
  "wait.reminderDays": async (db) => {
    const rows = await db
      .select({ requestId: request.id, number: request.number, askedAt: requestQuestion.askedAt, reminders: requestQuestion.reminders })
      .from(requestQuestion)
      .innerJoin(request, eq(request.id, requestQuestion.requestId))
      .where(and(isNull(requestQuestion.answeredAt), isNull(requestQuestion.endedAt)))
      .orderBy(asc(requestQuestion.expiresAt))
      .limit(MOST_LOOKED_AT + 1);
    return rows.map(({ askedAt, reminders, ...of }) => ({ about: aboutRequest(of), next: (value) => following(value, reminders, (day) => daysLater(askedAt, day)) }));
  },
  "install.reminderDays": async (db, now) => {
    const rows = await db
      .select({ madeAt: credential.madeAt, reminders: credential.reminders, until: credential.installUntil })
      .from(credential)
      .where(and(isNull(credential.voidedAt), isNull(credential.installedAt), gte(credential.installUntil, now)))
      .orderBy(asc(credential.installUntil))
      .limit(MOST_LOOKED_AT + 1);
    return rows.map(({ madeAt, reminders, until }) => ({ about: { until }, next: (value) => following(value, reminders, (day) => installUntil(madeAt, day)) }));
  },
  "renew.reminderDays": async (db, now) => (await inForce(db, now)).map(({ notAfter, told }) => ({ about: { until: notAfter }, next: (value) => before(value, told, notAfter) })),
  "renew.windowDays": async (db, now) => (await inForce(db, now)).map(({ notAfter }) => ({ about: { until: notAfter }, next: (value) => (typeof value === "number" ? renewalWindow({ notAfter }, value).opensAt : null) })),
  "reissue.reminderDays": async (db) => {
    const rows = await db.select({ until: reissue.until, told: reissue.remindedDays }).from(reissue).where(isNull(reissue.outcome)).orderBy(asc(reissue.until)).limit(MOST_LOOKED_AT + 1);
    return rows.map(({ until, told }) => ({ about: { until }, next: (value) => before(value, told, until) }));
  },
  "account.endWarnDays": async (db, now) => {
    const rows = await db
      .select({ endsOn: account.endsOn })
      .from(account)
      .where(and(isNotNull(account.endsOn), sql`${account.status} = 'active'`, sql`${account.endWarnedFor} is distinct from ${account.endsOn}`, gte(account.endsOn, officeDate(now))))
      .orderBy(asc(account.endsOn))
      .limit(MOST_LOOKED_AT + 1);
    return rows.flatMap(({ endsOn }) => {
      const until = dayBegins(endsOn ?? "");
      return until ? [{ about: { until }, next: (value: PolicyValue) => (typeof value === "number" ? daysLater(until, -value) : null) }] : [];
    });
  },
  "deadline.warnWorkingDays": async (db, now) => (await unwarned(db, now, "days")).map(({ dueAt, ...of }) => ({ about: aboutRequest(of), next: (value, calendar) => (typeof value === "number" ? dayBegins(addWorkingDays(calendar, officeDate(dueAt), -value)) : null) })),
  "deadline.warnHours": async (db, now) => (await unwarned(db, now, "hours")).map(({ dueAt, ...of }) => ({ about: aboutRequest(of), next: (value) => (typeof value === "number" ? hoursLater(dueAt, -value) : null) })),
};

function aboutRequest({ requestId, number }: { requestId: string; number: number }) {
  return { requestId, reference: referenceOf(number) };
}

/** The reminder after those that were sent, each so many days after something began. */
function following(value: PolicyValue, sent: number, at: (day: number) => Date): Date | null {
  const day = listed(value).sort((one, other) => one - other)[sent];
  return day === undefined ? null : at(day);
}

/** The reminder after the one that was sent last, each so many days before something ends. */
function before(value: PolicyValue, told: number | null, ends: Date): Date | null {
  const days = listed(value).filter((day) => told === null || day < told);
  return days.length === 0 ? null : daysLater(ends, -Math.max(...days));
}

function listed(value: PolicyValue): number[] {
  return Array.isArray(value) ? [...value] : [];
}

/** Certificates that may be renewed one day, the first to end first, along `certificate_in_force`. */
async function inForce(db: Db, now: Date) {
  return db
    .select({ notAfter: certificate.notAfter, told: certificate.remindedDays })
    .from(certificate)
    .where(and(eq(certificate.status, "issued"), isNull(certificate.supersededAt), gt(certificate.notAfter, now)))
    .orderBy(asc(certificate.notAfter), asc(certificate.serial))
    .limit(MOST_LOOKED_AT + 1);
}

/** Terms that the desk has not been warned of, the first to end first, along `request_clock_to_warn`. */
async function unwarned(db: Db, now: Date, unit: "days" | "hours") {
  return db
    .select({ requestId: request.id, number: request.number, dueAt: requestClock.dueAt })
    .from(requestClock)
    .innerJoin(request, eq(request.id, requestClock.requestId))
    .where(and(isNull(requestClock.stoppedAt), isNull(requestClock.pausedSince), isNull(requestClock.warnedAt), gt(requestClock.dueAt, now), unit === "days" ? isNotNull(requestClock.calendarVersion) : isNull(requestClock.calendarVersion)))
    .orderBy(asc(requestClock.dueAt))
    .limit(MOST_LOOKED_AT + 1);
}
