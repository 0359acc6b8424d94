import type { Db } from "#db/types.ts";
import { atTime, officeDate } from "#app/domain/deadlines/calendar.ts";
import type { CheckedDefinition } from "#app/domain/definitions/kinds.ts";
import { previewRecount, type RecountPreview } from "#app/domain/requests/recount.ts";
import { readCalendar } from "#app/domain/requests/calendar-change.ts";

import { movesOfPolicies, type PolicyMove } from "./of-policies.ts";
import { movesOfTypes, type StageMove } from "./of-types.ts";
import { setsTerms, sidesOfTerms, type Entry } from "./sides.ts";
import { formsBegun, keptOf, sumOf, type Counted, type Kept } from "./under-way.ts";

export type StageShown = StageMove & { kept: Counted; forms: Counted; perType: Array<{ type: string; kept: Kept }> };
export type TermPreview = { on: string; stages: StageShown[]; policies: Array<PolicyMove & { kept: Counted | null; forms: Counted | null }>; calendar: RecountPreview | null };

/** How many running terms a draft's page looks at: it is opened again and again, and the page of the calendar looks further. */
const MOST_CLOCKS = 5_000;
const NOON = "12:00";

/**
 * Which due dates a change would move, from when to when: of what begins once it holds, and of what runs by then, which keeps its own where that is pinned (P17) and moves along where a value is
 * looked up each time. `on` is the day from which it holds. Null for a change that sets no term, `not-ready` for one whose terms cannot be read yet. Changes nothing; what it counts is bounded.
 */
export async function previewTerms(db: Db, of: { released: readonly CheckedDefinition[]; entries: readonly Entry[]; on: string; now: Date }): Promise<TermPreview | "not-ready" | null> {
  const { released, entries, on, now } = of;
  if (!setsTerms(entries)) return null;
  const sides = sidesOfTerms(released, entries, on);
  if (!sides) return "not-ready";
  const at = sides.on === officeDate(now) ? now : (atTime(sides.on, NOON) ?? now);
  const types = [...sides.now.types.keys()];
  const stages: StageShown[] = [];
  for (const move of movesOfTypes(sides, at)) {
    const perType: StageShown["perType"] = [];
    for (const type of move.types) perType.push({ type, kept: await keptOf(db, type, move) });
    stages.push({ ...move, kept: sumOf(perType.map(({ kept }) => kept)), forms: await formsBegun(db, move.types, now), perType });
  }
  const policies: TermPreview["policies"] = [];
  for (const move of await movesOfPolicies(db, sides, { at, now })) policies.push({ ...move, ...(await keptByAll(db, types, move, now)) });
  const calendar = entries.some(({ kind }) => kind === "calendar") ? await previewRecount(db, { calendar: sides.then.calendar, version: (await readCalendar(db)).version + 1, now, most: MOST_CLOCKS }) : null;
  return stages.length + policies.length === 0 && !calendar ? null : { on: sides.on, stages, policies, calendar };
}

/** What keeps the value that it began with: requests under way, and forms that somebody has begun; of how long forms are kept, those alone. */
async function keptByAll(db: Db, types: readonly string[], { key, hold, whom }: PolicyMove, now: Date): Promise<{ kept: Counted | null; forms: Counted | null }> {
  if (hold !== "pinned") return { kept: null, forms: null };
  const forms = await formsBegun(db, types, now);
  if (key === "draft.keepDays") return { kept: null, forms };
  const kept: Kept[] = [];
  for (const type of types) kept.push(await keptOf(db, type, { stage: null, whom }));
  return { kept: sumOf(kept), forms };
}
