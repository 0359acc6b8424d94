import { addWorkingDays, atTime, officeDate, workingDayFrom } from "#app/domain/deadlines/calendar.ts";
import { dueAt, hoursLater, type OfficeDay } from "#app/domain/deadlines/clock.ts";
import type { PolicySubject } from "#app/domain/decisions/policies.ts";
import { SUBJECTS } from "#app/domain/definitions/backtest/sides.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";

import { dayOf, valuesFor, type TermSide, type TermSides } from "./sides.ts";
import { whomOf, type Whom } from "./whom.ts";

export type Stage = "review" | "delivery";
export type Length = { amount: number; unit: "working-days" | "hours" };
/** What begins at an instant, and when it is due: as things are, and as they would be. */
export type Example = { begins: Date; from: Date; to: Date };
/** A stage of some request types of which what is new would be due on another day. */
export type StageMove = { stage: Stage; types: string[]; whom: Whom; was: Length; is: Length; example: Example };

/**
 * The stages of request types that what is received from that day on would have another due date for: because the type names another term, because that term is another one, or because
 * the day counts otherwise. `at` is when the example begins. Types that come or go are not in it: there is nothing to move.
 */
export function movesOfTypes(sides: TermSides, at: Date): StageMove[] {
  const found = new Map<string, Omit<StageMove, "types" | "whom"> & { of: Map<string, PolicySubject[]>; types: string[] }>();
  for (const [key, type] of sides.now.types) {
    const next = sides.then.types.get(key);
    if (!next) continue;
    const subjects = subjectsOf(next);
    for (const stage of ["review", "delivery"] as const) {
      for (const subject of subjects) {
        const [was, is] = [lengthOf(type, stage, sides.now, subject, sides.on), lengthOf(next, stage, sides.then, subject, sides.on)];
        const example = was && is && exampleOf(sides, { was, is, at });
        if (!example) continue;
        const place = JSON.stringify([stage, was, is, example]);
        const move = found.get(place) ?? { stage, was, is, example, of: new Map<string, PolicySubject[]>(), types: [] };
        move.of.set(key, [...(move.of.get(key) ?? []), subject]);
        found.set(place, move);
      }
    }
  }
  return [...found.values()].flatMap(({ of, types: _types, ...move }) => byWhom(of, sides).map((group) => ({ ...move, ...group })));
}

/** The types that have it for the same people, together. */
function byWhom(of: ReadonlyMap<string, PolicySubject[]>, sides: TermSides): Array<{ types: string[]; whom: Whom }> {
  const groups = new Map<string, { types: string[]; whom: Whom }>();
  for (const [key, subjects] of of) {
    const type = sides.then.types.get(key);
    for (const whom of type ? whomOf(subjects, subjectsOf(type)) : []) {
      const group = groups.get(JSON.stringify(whom)) ?? { types: [], whom };
      groups.set(JSON.stringify(whom), { whom, types: [...group.types, key] });
    }
  }
  return [...groups.values()];
}

function subjectsOf({ channels }: RequestType): PolicySubject[] {
  return SUBJECTS.filter(({ channel }) => channel !== undefined && channels.includes(channel));
}

/** How long a stage takes on one side; null for one that the type does not have, or whose policy is no number. */
function lengthOf({ deadlines: { review, delivery } }: RequestType, stage: Stage, side: TermSide, subject: PolicySubject, on: string): Length | null {
  const named = stage === "review" ? review : delivery;
  if (named === undefined) return null;
  const key = typeof named === "string" ? named : named.hours;
  const amount = valuesFor(side, subject, on)?.[key];
  return typeof amount === "number" ? { amount, unit: typeof named === "string" ? "working-days" : "hours" } : null;
}

/** What begins at that moment, or at the hour at which one day counts otherwise than the other; null where all is due as before. */
function exampleOf(sides: TermSides, { was, is, at }: { was: Length; is: Length; at: Date }): Example | null {
  const [before, after] = [dayOf(sides.now, sides.on), dayOf(sides.then, sides.on)];
  const edge = [before.receivedUntil, after.receivedUntil].sort().at(-1) ?? "";
  const moments = before.receivedUntil === after.receivedUntil ? [at] : [at, atTime(nextWorkingDay(after, at), edge)];
  for (const begins of moments) {
    if (!begins) continue;
    const example = { begins, from: endOf(begins, was, before), to: endOf(begins, is, after) };
    if (example.from.getTime() !== example.to.getTime()) return example;
  }
  return null;
}

function nextWorkingDay({ calendar }: OfficeDay, at: Date): string {
  return workingDayFrom(calendar, addWorkingDays(calendar, officeDate(at), 1));
}

function endOf(begins: Date, { amount, unit }: Length, day: OfficeDay): Date {
  return unit === "hours" ? hoursLater(begins, amount) : dueAt({ receivedAt: begins, workingDays: amount, ...day });
}
