export type MaskedKind = "bsn" | "pin" | "password";

/** What stands in the place of something that was taken out; the same length always, so that it tells nothing. */
export const MASK = "•••••";

/**
 * Takes out of a free text what we never want to hold: a number that passes the BSN test (D18, also written with blanks, dots, dashes),
 * what looks like one of our PINs (D3) or is called a PIN, and what is called a password (D19). Masking twice changes nothing more.
 */
export function maskSecrets(text: string): { text: string; masked: MaskedKind[] } {
  const masked = new Set<MaskedKind>();
  const hide = (kind: MaskedKind) => {
    masked.add(kind);
    return MASK;
  };
  let result = text;
  // What is taken out may leave something that was hidden beside it.
  for (let before = ""; before !== result; ) {
    before = result;
    result = [maskNamed, maskPins, maskBsns].reduce((rest, step) => step(rest, hide), result);
  }
  return { text: result, masked: [...masked].sort() };
}

type Hide = (kind: MaskedKind) => string;

const GAP = String.raw`[\s.\-/]{1,3}`;
const DIGIT_GROUPS = new RegExp(String.raw`\d+(?:${GAP}\d+)*`, "g");

/** Whether nine digits are a citizen service number by the 11-test: 9×d1 + 8×d2 + … + 2×d8 − d9. One in eleven others passes by chance. */
export function passesBsnTest(digits: string): boolean {
  if (!/^\d{9}$/.test(digits) || /^0+$/.test(digits)) return false;
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index === 8 ? -1 : 9 - index), 0);
  return sum % 11 === 0;
}

/** Every row of whole groups that together make nine digits is tested, so that a number beside it does not hide one. */
function maskBsns(text: string, hide: Hide): string {
  return text.replaceAll(DIGIT_GROUPS, (run) => {
    const groups = [...run.matchAll(/\d+/g)].map((match) => ({ digits: match[0], start: match.index, end: match.index + match[0].length }));
    let result = "";
    let done = 0;
    for (let first = 0; first < groups.length; first += 1) {
      const last = lastOfBsn(groups.slice(first).map((group) => group.digits));
      const [from, to] = [groups[first], groups[first + last]];
      if (last < 0 || !from || !to) continue;
      result += run.slice(done, from.start) + hide("bsn");
      done = to.end;
      first += last;
    }
    return result + run.slice(done);
  });
}

function lastOfBsn(groups: readonly string[]): number {
  let digits = "";
  for (const [index, group] of groups.entries()) {
    digits += group;
    if (digits.length === 9 && passesBsnTest(digits)) return index;
    if (digits.length >= 9) return -1;
  }
  return -1;
}

const PIN_HALF = "[2-9A-HJ-NP-Z]{5}";
const EDGE_BEFORE = String.raw`(?<![\p{L}\p{N}])`;
const EDGE_AFTER = String.raw`(?![\p{L}\p{N}])`;
const PRINTED_PIN = new RegExp(`${EDGE_BEFORE}${PIN_HALF}[-–]${PIN_HALF}${EDGE_AFTER}`, "gu");
const LOOSE_PIN = new RegExp(`${EDGE_BEFORE}${PIN_HALF}[ –-]?${PIN_HALF}${EDGE_AFTER}`, "giu");

/** As the letter prints it (5-5) always; typed in another way only with both a letter and a digit, for ten letters are mostly a word. */
function maskPins(text: string, hide: Hide): string {
  const printed = text.replaceAll(PRINTED_PIN, () => hide("pin"));
  return printed.replaceAll(LOOSE_PIN, (found) => (/[2-9]/.test(found) && /[a-z]/i.test(found) ? hide("pin") : found));
}

const NAMED: ReadonlyArray<{ kind: MaskedKind; pattern: RegExp }> = [
  { kind: "password", pattern: named("(?:wachtwoord|password|passwort|passphrase|wachtzin)(?:en|s)?") },
  { kind: "pin", pattern: named("(?:pin(?:[ -]?codes?)?|pin[ -]?code)") },
];

/** The word, then ":" or "=" and whatever follows; or "is" and something that is no plain word, for "my password is lost" tells nothing. */
function named(word: string): RegExp {
  return new RegExp(String.raw`(${EDGE_BEFORE}${word}(?:\s*[:=]\s*|\s+(?:is|was)\s*:?\s+|\s+))(\S+)`, "giu");
}

function maskNamed(text: string, hide: Hide): string {
  return NAMED.reduce((rest, { kind, pattern }) => rest.replaceAll(pattern, (whole: string, lead: string, value: string) => {
    if (value.startsWith(MASK)) return whole;
    const said = /[:=]\s*$/.test(lead);
    return said || /\d.*\d/.test(value) || (kind === "password" && /^(?=.*\p{L})(?=.*[\d!@#$%^&*_+])\S{4,}$/u.test(value)) ? lead + hide(kind) : whole;
  }), text);
}
