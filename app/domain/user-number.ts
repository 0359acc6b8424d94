// How a user number is typed: the forms read it as well as the page to install.

/**
 * A user number as somebody typed it: fourteen digits, however grouped; null when it is none. Numbers of elsewhere have no Luhn digit,
 * so it is not asked for (D4).
 */
export function readUserNumber(typed: string): string | null {
  const digits = ungrouped(typed);
  return /^[0-9]{14}$/.test(digits) ? digits : null;
}

/** Why something typed can be nobody's user number, by its form alone; null when it could be one. */
export function faultInUserNumber(typed: string): { code: "user-number.digits" | "user-number.length"; typed: number } | null {
  if (readUserNumber(typed) !== null) return null;
  const digits = ungrouped(typed);
  return { code: /^[0-9]*$/.test(digits) ? "user-number.length" : "user-number.digits", typed: digits.length };
}

function ungrouped(typed: string): string {
  return typed.slice(0, 200).replace(/[\s.\p{Pd}\p{Cf}]/gu, "");
}
