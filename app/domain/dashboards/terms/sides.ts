import type { Calendar } from "#app/domain/deadlines/calendar.ts";
import type { OfficeDay } from "#app/domain/deadlines/clock.ts";
import { resolvePolicies, type PolicySubject, type PolicyValues } from "#app/domain/decisions/policies.ts";
import { asIf } from "#app/domain/definitions/changes/read.ts";
import { policiesIn, readShape, type CheckedDefinition, type DefinitionKind } from "#app/domain/definitions/kinds.ts";
import type { Policy } from "#app/domain/definitions/schema/policy.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { isProblem } from "#app/domain/problem.ts";

/** What sets terms, as it holds or as it would. */
export type TermSide = { types: ReadonlyMap<string, RequestType>; policies: readonly Policy[]; calendar: Calendar };
/** Both sides, each looked at on the same day: the one from which the change holds. */
export type TermSides = { now: TermSide; then: TermSide; on: string };

export type Entry = { kind: DefinitionKind; key: string; content: unknown };
const SETS_TERMS: readonly DefinitionKind[] = ["policy", "request-type", "calendar"];

/** Whether anything in a change could set a term. */
export function setsTerms(entries: readonly Entry[]): boolean {
  return entries.some(({ kind }) => SETS_TERMS.includes(kind));
}

/** What holds and what would hold from `on`, "YYYY-MM-DD", or from the first day of a value that begins later; null for a draft that cannot be read that far. */
export function sidesOfTerms(released: readonly CheckedDefinition[], entries: readonly Entry[], on: string): TermSides | null {
  if (entries.some(({ kind, content }) => SETS_TERMS.includes(kind) && content !== null && !readShape(kind, content).success)) return null;
  const [now, then] = [sideOf(released), sideOf(asIf(released, entries))];
  if (!now || !then) return null;
  const known = new Set(now.policies.map((policy) => JSON.stringify(policy)));
  const begins = then.policies.filter((policy) => !known.has(JSON.stringify(policy))).map(({ validFrom }) => validFrom);
  return { now, then, on: [on, ...begins].sort().at(-1) ?? on };
}

function sideOf(all: readonly CheckedDefinition[]): TermSide | null {
  const calendar = readShape("calendar", all.find(({ kind }) => kind === "calendar")?.content);
  const types = all.flatMap(({ kind, key, content }) => {
    const type = kind === "request-type" ? readShape("request-type", content) : null;
    return type?.success ? [[key, type.data] as const] : [];
  });
  return calendar.success ? { types: new Map(types), policies: policiesIn(all), calendar: calendar.data } : null;
}

/** The values of a side for one subject; null where two are just as precise, which its own check says. */
export function valuesFor({ policies }: TermSide, subject: PolicySubject, on: string): PolicyValues | null {
  try {
    return resolvePolicies(policies, subject, on);
  } catch (problem) {
    if (isProblem(problem)) return null;
    throw problem;
  }
}

/** The office's day of a side: its calendar, and until when something counts as received, which is asked for nobody in particular. */
export function dayOf(side: TermSide, on: string): OfficeDay {
  return { calendar: side.calendar, receivedUntil: String(valuesFor(side, {}, on)?.["review.receivedUntil"] ?? "17:00") };
}
