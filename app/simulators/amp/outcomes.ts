import type { CastPerson } from "#db/worlds/cast.ts";
import type { AmpOrder, AmpStatus, Found } from "./orders.ts";

/** What may happen at the door, in the order in which the page offers it. */
export const OUTCOMES = ["identified", "initials-differ", "document-expired", "mismatch", "no-show", "refused", "expired"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export function isOutcome(word: unknown): word is Outcome {
  return OUTCOMES.some((outcome) => outcome === word);
}

/** Whether the office hears of it by itself. */
export const TELLINGS = ["once", "twice", "never"] as const;
export type Telling = (typeof TELLINGS)[number];

export function isTelling(word: unknown): word is Telling {
  return TELLINGS.some((telling) => telling === word);
}

/** What the courier writes down when this person opens the door. */
export function atTheDoor(order: AmpOrder, person: CastPerson, outcome: Outcome): { status: AmpStatus; found: Found | null } {
  if (outcome === "no-show") return { status: "no_show", found: null };
  if (outcome === "refused" || outcome === "expired") return { status: outcome, found: null };
  const { initials, prefix, surname, dateOfBirth } = person;
  return {
    status: outcome === "mismatch" ? "mismatch" : "identified",
    found: {
      documentType: "passport",
      documentValid: outcome !== "document-expired",
      nameAsOnDocument: { initials: outcome === "initials-differ" ? `${initials.slice(0, 2)}Q.` : initials, prefix, surname },
      birthDateMatches: order.person.birthDate === null ? null : order.person.birthDate === dateOfBirth,
    },
  };
}

/** The person of the cast whom the order is for; the first of them when it is for somebody else. */
export function likelyPerson(order: AmpOrder, people: readonly CastPerson[]): CastPerson | undefined {
  const { surname, prefix, initials } = order.person;
  return people.find((person) => person.surname === surname && person.prefix === prefix && person.initials === initials) ?? people[0];
}
