import { createHash } from "node:crypto";
import { PEOPLE, type CastPerson } from "#db/worlds/cast.ts";

/** What may happen at the bank, in the order in which the bank's page offers it. */
export const PERSONAS = [
  "exact",
  "initials-differ",
  "joint-account",
  "preferred-surname-differs",
  "birth-date-unknown-day",
  "cancelled",
  "expired",
  "failure",
  "open-twice",
  "too-late",
  "lost-answer",
  "slow-answer",
  "malformed-answer",
  "somebody-else",
] as const;
export type Persona = (typeof PERSONAS)[number];

export function isPersona(word: unknown): word is Persona {
  return PERSONAS.some((persona) => persona === word);
}

/** The personal part of a `/status` reply. */
export type PersonalData = {
  bin: string;
  name: Record<string, string>;
  gender: string;
  age: { date_of_birth: string };
};

/** What the bank says of its customer under that persona; the identifier is the same at each login with the same bank. */
export function personalData(person: CastPerson, issuerId: string, persona: Persona): PersonalData {
  const initials = person.initials.replace(/[^\p{L}]/gu, "").toUpperCase();
  return {
    bin: `NL${issuerId.slice(0, 4)}${createHash("sha256").update(`${issuerId}:${person.id}`).digest("hex").slice(0, 24)}`,
    name: {
      // Another second letter: the first must agree, the rest is for somebody at the desk to judge.
      initials: persona === "initials-differ" ? differing(initials) : initials,
      last_name: person.surname,
      last_name_prefix: person.prefix,
      ...surnames(person, persona),
    },
    gender: person.gender,
    age: { date_of_birth: persona === "birth-date-unknown-day" ? `${person.dateOfBirth.slice(0, 8)}00` : person.dateOfBirth },
  };
}

function differing(initials: string): string {
  return `${initials.slice(0, 1)}${initials.slice(1, 2) === "Q" ? "X" : "Q"}`;
}

function surnames(person: CastPerson, persona: Persona): Record<string, string> {
  if (persona === "joint-account") {
    // A joint account gives the name of whoever opened it (R75).
    return { last_name: "Timmerman", last_name_prefix: "", partner_last_name: "Timmerman", partner_last_name_prefix: "" };
  }
  if (persona === "preferred-surname-differs") {
    return { preferred_last_name: `Timmerman-${person.surname}`, preferred_last_name_prefix: "" };
  }
  return {};
}

/** Whom a mixed-up reply is about: always somebody else of the cast. */
export function somebodyElse(person: CastPerson): CastPerson {
  return PEOPLE.find((one) => one.id !== person.id) ?? person;
}
