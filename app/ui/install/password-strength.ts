/** Characters that a password for the file has at least; any letters, digits, signs and spaces will do. */
export const SHORTEST_PASSWORD = 10;

export type Strength = "short" | "weak" | "good" | "strong";

/** A word for how hard a password is to guess: from how many different characters it has, of how many kinds, and how long it is. */
export function strengthOf(password: string): Strength {
  const characters = [...password.normalize("NFC")];
  if (characters.length < SHORTEST_PASSWORD) return "short";
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length;
  const different = new Set(characters).size;
  // What repeats itself adds little: "aaaaaaaaaaaa" is as weak as it looks.
  const worth = Math.min(characters.length, different * 1.5) + (kinds - 1) * 2;
  return worth < 11 ? "weak" : worth < 16 ? "good" : "strong";
}
