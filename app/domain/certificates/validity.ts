import { DateTime } from "luxon";

import { isPast } from "#app/domain/deadlines/clock.ts";

/** Two years on the calendar of this place (D12). */
const ZONE = "Europe/Amsterdam";

/**
 * How far before the installation a certificate starts. A computer whose clock is a few minutes slow would otherwise refuse what it
 * has just been given. More would be backdating: an hour is the most that our own lint lets through.
 */
const CLOCK_ALLOWANCE_MS = 5 * 60_000;

export type Validity = { notBefore: Date; notAfter: Date };

/**
 * The validity of a certificate installed at `now` (D12): until the same wall-clock time in Amsterdam `years` later, less one second,
 * since both ends of a validity are inclusive (RFC 5280, 4.1.2.5). 29 February becomes 28 February; a wall-clock time that the spring
 * night skips becomes the one an hour later. The years count from the installation, not from the slightly earlier start. Whole seconds.
 */
export function installValidity(now: Date, years = 2): Validity {
  const installed = Math.floor(now.getTime() / 1000) * 1000;
  // Only the years are counted on the calendar: looking up a zone's offset is dear.
  const ends = DateTime.fromMillis(installed, { zone: ZONE }).plus({ years });
  return { notBefore: new Date(installed - CLOCK_ALLOWANCE_MS), notAfter: new Date(ends.toMillis() - 1000) };
}

/** Whether an instant lies within a validity; both ends belong to it (RFC 5280, 4.1.2.5). */
export function isWithin(validity: Validity, instant: Date): boolean {
  return validity.notBefore <= instant && instant <= validity.notAfter;
}

/** Whether a certificate has ended: from the second after its last one, which still counts (RFC 5280, 4.1.2.5). */
export function isPastEnd({ notAfter }: Pick<Validity, "notAfter">, now: Date): boolean {
  return isPast(notAfter, now);
}

/**
 * From when a certificate may be renewed (D11): one calendar month on the clock of Amsterdam before its last second, or so many days, whichever is
 * earlier; so that neither who counts by the month nor who counts the days is sent away. Whole seconds.
 */
export function renewalWindow({ notAfter }: Pick<Validity, "notAfter">, days = 30): { opensAt: Date } {
  const ends = DateTime.fromJSDate(notAfter, { zone: ZONE }).startOf("second");
  const [byMonth, byDays] = [ends.minus({ months: 1 }), ends.minus({ days })];
  return { opensAt: (byMonth < byDays ? byMonth : byDays).toJSDate() };
}
