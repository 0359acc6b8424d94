import { plainLetters } from "#app/domain/plain-letters.ts";

import type { BankAnswer, DoorAnswer } from "./ports.ts";

/** What the office knows of the person who was asked; `birthDate` is YYYY-MM-DD. */
export type KnownPerson = {
  initials: string;
  prefix: string;
  surname: string;
  partnerSurname: string | null;
  birthDate: string | null;
};

/** What differs, as codes that the desk's screen words. The first three can be a slip of registration; the others are another person, or no proof. */
export const DIFFERENCES = [
  "later-initials",
  "prefix",
  "birth-date-incomplete",
  "birth-date",
  "first-initial",
  "surname",
  "document",
  "verdict",
] as const;
export type Difference = (typeof DIFFERENCES)[number];

export type Comparison = { result: "match" | "near" | "mismatch"; differences: Difference[] };

const ANOTHER_PERSON: ReadonlySet<Difference> = new Set(["birth-date", "first-initial", "surname", "document", "verdict"]);

/**
 * Compares what the bank says with whom we asked (D25). Equal but for spelling is a match; a difference that registers often have
 * is near; anything else is a mismatch. A person decides about near and mismatch, never this function.
 */
export function compareIdentity(known: KnownPerson, answer: Pick<BankAnswer, "name" | "dateOfBirth">): Comparison {
  return weigh([
    compareInitials(known.initials, answer.name.initials),
    compareSurnames(known, answer.name),
    compareBirthDates(known.birthDate, answer.dateOfBirth),
  ]);
}

/**
 * The same for what AMP found at the door (R76): names as on the document, whether the birth date was the one that we gave, whether the document is valid, and
 * AMP's own verdict. Its "identified" alone is no match: what it read is compared like a bank's answer.
 */
export function compareDocument(known: KnownPerson, answer: DoorAnswer): Comparison {
  const { initials, prefix, surname, partnerSurname } = answer.name;
  return weigh([
    compareInitials(known.initials, initials),
    compareSurnames(known, { initials, legalSurname: surname, legalPrefix: prefix, ...(partnerSurname ? { partnerSurname } : {}) }),
    // We know no date, so that none could be compared: then a person has to look, as when a bank knows no date.
    answer.birthDateMatches === null || known.birthDate === null ? "birth-date-incomplete" : answer.birthDateMatches ? null : "birth-date",
    answer.documentValid ? null : "document",
    answer.said === "identified" ? null : "verdict",
  ]);
}

function weigh(found: Array<Difference | null>): Comparison {
  const differences = found.filter((difference) => difference !== null);
  if (differences.length === 0) return { result: "match", differences };
  return { result: differences.some((difference) => ANOTHER_PERSON.has(difference)) ? "mismatch" : "near", differences };
}

/** The first initial must be the same; of the others, one side may simply have fewer. */
function compareInitials(known: string, told: string): Difference | null {
  const [ours, theirs] = [lettersOf(known), lettersOf(told)];
  if (ours === "" || theirs === "" || ours[0] !== theirs[0]) return "first-initial";
  return ours.startsWith(theirs) || theirs.startsWith(ours) ? null : "later-initials";
}

/**
 * People go by their own surname, their partner's, or both in either order, and banks pass on all of them. One name in common is enough:
 * with prefix it is the same name, without it is near.
 */
function compareSurnames(known: KnownPerson, told: BankAnswer["name"]): Difference | null {
  const ours = namesOf(
    { prefix: known.prefix, surname: known.surname },
    known.partnerSurname ? { prefix: "", surname: known.partnerSurname } : null,
  );
  const theirs = namesOf(
    { prefix: told.legalPrefix, surname: told.legalSurname },
    told.partnerSurname ? { prefix: told.partnerPrefix ?? "", surname: told.partnerSurname } : null,
    told.preferredSurname ? { prefix: told.preferredPrefix ?? "", surname: told.preferredSurname } : null,
  );
  const whole = new Set(theirs.map((name) => wordsOf(name.prefix, name.surname)));
  if (ours.some((name) => whole.has(wordsOf(name.prefix, name.surname)))) return null;
  const bare = new Set(theirs.map((name) => wordsOf(name.surname)));
  return ours.some((name) => bare.has(wordsOf(name.surname))) ? "prefix" : "surname";
}

type Surname = { prefix: string; surname: string };

/** One's own name, the partner's, the two joined either way, and the name that somebody prefers; a name of no letters is no name. */
function namesOf(own: Surname, partner: Surname | null, preferred: Surname | null = null): Surname[] {
  const joined = partner ? [join(own, partner), join(partner, own)] : [];
  return [own, partner, preferred, ...joined].filter((name): name is Surname => name !== null && wordsOf(name.surname) !== "");
}

function join(first: Surname, second: Surname): Surname {
  return { prefix: first.prefix, surname: `${first.surname} ${second.prefix} ${second.surname}` };
}

/** A bank may know a year only and says 00 for the rest: then a person has to look, as when we know no date ourselves. */
function compareBirthDates(known: string | null, told: string): Difference | null {
  const ours = known?.replaceAll("-", "") ?? "";
  if (ours === told) return null;
  const sameAsFarAsKnown = [[0, 4], [4, 6], [6, 8]].every(([from, to]) => {
    const [a, b] = [ours.slice(from, to), told.slice(from, to)];
    return a === b || /^0*$/.test(a) || /^0*$/.test(b);
  });
  return sameAsFarAsKnown ? "birth-date-incomplete" : "birth-date";
}

/** "Th.J." → "thj". */
function lettersOf(initials: string): string {
  return plainLetters(initials).replace(/[^a-z]/g, "");
}

/** Letters without marks, in small letters, single spaces, abbreviated prefixes in full: "v.d. Bérg-IJssel" → "van der berg yssel". */
function wordsOf(...parts: string[]): string {
  const words = plainLetters(parts.join(" "))
    .replace(/['’`´]/g, "'")
    .replace(/\bv[./ ]{0,2}d(?:[. ]|$)/g, "van der ")
    .replace(/\bv\./g, "van ")
    .replace(/(^|\s)'t(?=\s|$)/g, "$1het")
    .replace(/(^|\s)d'\s*/g, "$1d ")
    .replace(/[^a-z]+/g, " ")
    .trim();
  return words.replaceAll("ij", "y");
}
