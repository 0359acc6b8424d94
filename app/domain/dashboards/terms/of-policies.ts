import { isDeepStrictEqual } from "node:util";

import type { Db } from "#db/types.ts";
import { daysLater, dueAt, hoursLater } from "#app/domain/deadlines/clock.ts";
import type { PolicySubject } from "#app/domain/decisions/policies.ts";
import { SUBJECTS } from "#app/domain/definitions/backtest/sides.ts";
import type { PolicyValue } from "#app/domain/definitions/schema/policy.ts";
import { TERMS, type TermHold, type TermKey, type TermUnit } from "#app/domain/definitions/terms.ts";

import type { Example } from "./of-types.ts";
import { MOST_LOOKED_AT, OPEN_TERMS, type OpenTerm } from "./open-terms.ts";
import { dayOf, valuesFor, type TermSides } from "./sides.ts";
import { whomOf, type Whom } from "./whom.ts";

/** What becomes of the dates of what runs already; null for a date that is not there (any more). Moments in the past mean: as soon as it holds. */
export type OpenMoves = { looked: number; isMore: boolean; later: number; earlier: number; gone: number; come: number; first: Array<{ about: OpenTerm["about"]; from: Date | null; to: Date | null }> };
/** A policy that sets a term, and whose value is another for some. `open` is null where nothing that runs has a date of its own. */
export type PolicyMove = { key: TermKey; unit: Exclude<TermUnit, "clock">; hold: TermHold; title: Readonly<Record<"nl" | "en", string>>; whom: Whom; was: PolicyValue; is: PolicyValue; example: Example | null; open: OpenMoves | null };

const MOST_SHOWN = 5;
/** Where nobody in particular is asked for: what the office does by itself goes by the value for a personal certificate, whatever the channel or the segment. */
const NOBODY: readonly PolicySubject[] = [{ certificateKind: "personal" }];

/**
 * The policies that set a term other than those that a request type names, and are another than they were: with what it does to what begins `at`, and to what runs. A value that is written for some, of a policy that
 * is never asked for them, makes no difference, and so is not in it.
 */
export async function movesOfPolicies(db: Db, sides: TermSides, { at, now }: { at: Date; now: Date }): Promise<PolicyMove[]> {
  const moves: PolicyMove[] = [];
  for (const key of Object.keys(TERMS) as TermKey[]) {
    // By its hour every stage of a request type is counted, and shown there.
    const { unit, hold }: { unit: TermUnit; hold: TermHold } = TERMS[key];
    if (unit === "clock") continue;
    for (const { was, is, whom } of valuesOf(key, sides)) {
      const title = [...sides.then.policies, ...sides.now.policies].find((policy) => policy.key === key)?.title ?? { nl: key, en: key };
      moves.push({ key, unit, hold, title, whom, was, is, example: exampleOf(key, sides, { was, is, at }), open: await openMoves(db, key, sides, { was, is, now }) });
    }
  }
  return moves;
}

function valuesOf(key: TermKey, sides: TermSides): Array<{ was: PolicyValue; is: PolicyValue; whom: Whom }> {
  const subjects = TERMS[key].hold === "asked" ? NOBODY : SUBJECTS;
  const groups = new Map<string, { was: PolicyValue; is: PolicyValue; subjects: PolicySubject[] }>();
  for (const subject of subjects) {
    const [was = null, is = null] = [valuesFor(sides.now, subject, sides.on)?.[key], valuesFor(sides.then, subject, sides.on)?.[key]];
    if (isDeepStrictEqual(was, is)) continue;
    const place = JSON.stringify([was, is]);
    groups.set(place, { was, is, subjects: [...(groups.get(place)?.subjects ?? []), subject] });
  }
  const everybody: Whom = { channels: null, segments: null };
  return [...groups.values()].flatMap(({ was, is, subjects: some }) => (subjects === NOBODY ? [everybody] : whomOf(some, subjects)).map((whom) => ({ was, is, whom })));
}

/** Until when it would be, of what begins then; a list of days and a value without a number have no such day. */
function exampleOf(key: TermKey, sides: TermSides, { was, is, at }: { was: PolicyValue; is: PolicyValue; at: Date }): Example | null {
  const { unit, hold }: { unit: TermUnit; hold: TermHold } = TERMS[key];
  if (hold === "asked" || typeof was !== "number" || typeof is !== "number") return null;
  const end = (amount: number, side: TermSides["now"]) => (unit === "hours" ? hoursLater(at, amount) : unit === "days" ? daysLater(at, amount) : dueAt({ receivedAt: at, workingDays: amount, ...dayOf(side, sides.on) }));
  return { begins: at, from: end(was, sides.now), to: end(is, sides.then) };
}

async function openMoves(db: Db, key: TermKey, sides: TermSides, { was, is, now }: { was: PolicyValue; is: PolicyValue; now: Date }): Promise<OpenMoves | null> {
  const list = OPEN_TERMS[key];
  if (!list) return null;
  const found = await list(db, now);
  const moves: OpenMoves = { looked: Math.min(found.length, MOST_LOOKED_AT), isMore: found.length > MOST_LOOKED_AT, later: 0, earlier: 0, gone: 0, come: 0, first: [] };
  for (const { about, next } of found.slice(0, MOST_LOOKED_AT)) {
    const [from, to] = [notBefore(now, next(was, sides.now.calendar)), notBefore(now, next(is, sides.then.calendar))];
    if (from?.getTime() === to?.getTime()) continue;
    if (!to) moves.gone += 1;
    else if (!from) moves.come += 1;
    else if (to > from) moves.later += 1;
    else moves.earlier += 1;
    if (moves.first.length < MOST_SHOWN) moves.first.push({ about, from, to });
  }
  return moves;
}

/** What should have been by now is as soon as may be. */
function notBefore(now: Date, date: Date | null): Date | null {
  return date && date < now ? now : date;
}
