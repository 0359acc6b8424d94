import type { Dice } from "#db/worlds/dice.ts";

import type { RequestTypeName } from "./past.ts";

/** How often of a hundred requests each type and channel is met. The office's own figures would stand here; these are believable. */
const TYPES: ReadonlyArray<readonly [RequestTypeName, number]> = [["new-user", 41], ["authorisation-change", 19], ["revocation", 15], ["credential-request", 14], ["data-change", 11]];
const CHANNELS = [["online", 92], ["paper", 6], ["email", 2]] as const;

export function typeOf(dice: Dice): RequestTypeName {
  return pickShare(TYPES, dice);
}

export function channelOf(dice: Dice): (typeof CHANNELS)[number][0] {
  return pickShare(CHANNELS, dice);
}

function pickShare<T>(shares: ReadonlyArray<readonly [T, number]>, dice: Dice): T {
  let left = dice.between(1, 100);
  for (const [what, share] of shares) {
    left -= share;
    if (left <= 0) return what;
  }
  throw new Error("The shares do not come to a hundred.");
}

/** So many days before a certificate ends it is renewed; null for one that is left to end. */
export function renewalDays(dice: Dice): number | null {
  return dice.chance(74) ? dice.between(1, 28) : null;
}

/** What becomes of a request at the desk, of a hundred. */
export const OF_A_HUNDRED = { unconfirmed: 3, cancelled: 3, objected: 1, asked: 9, answered: 82, noted: 9, released: 3, undone: 1, rejected: 11 } as const;

/** Working days from receipt to decision, each as often as it stands here; in the weeks after a quarter begins one more. */
const WORKING_DAYS = [0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 6];

export function workingDaysToDecision(dice: Dice, isPeak: boolean): number {
  return dice.pick(WORKING_DAYS) + (isPeak && dice.chance(60) ? 1 : 0);
}

const MONTHS = [1.12, 1.02, 1.05, 0.98, 0.95, 0.97, 0.78, 0.8, 1.08, 1.06, 1.02, 0.94];
const WEEKDAYS = [0.05, 1.25, 1.15, 1.05, 1.05, 0.9, 0.08];

/** How busy a day is beside others: every year twelve in a hundred more, quiet in summer and at the weekend, and a peak when a quarter begins. `date` is "YYYY-MM-DD". */
export function busynessOf(date: string, { yearsIn, isWorking }: { yearsIn: number; isWorking: boolean }): number {
  const [, month = 1] = date.split("-").map(Number);
  const weekday = new Date(`${date}T12:00:00Z`).getUTCDay();
  const ordinary = (MONTHS[month - 1] ?? 1) * (WEEKDAYS[weekday] ?? 1) * 1.12 ** yearsIn;
  return ordinary * (isPeak(date) ? 1.35 : 1) * (isWorking || weekday === 0 || weekday === 6 ? 1 : 0.12);
}

/** The first two weeks of a quarter. */
export function isPeak(date: string): boolean {
  const [, month = 1, day = 1] = date.split("-").map(Number);
  return month % 3 === 1 && day <= 14;
}

/** Seconds on the clock at which a form is sent: most in office hours, some in the evening. */
export function sentAtOf(dice: Dice): number {
  const which = dice.between(1, 100);
  if (which <= 78) return dice.between(8 * 3600, 17.5 * 3600);
  return which <= 95 ? dice.between(17.5 * 3600, 23 * 3600) : dice.between(6 * 3600, 8 * 3600);
}
