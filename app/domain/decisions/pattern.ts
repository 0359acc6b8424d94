/**
 * The patterns that `matches` takes: a small part of regular expressions whose running time is bounded. A pattern is a row of characters,
 * classes like `[A-Z0-9]` and `\d`, each once or `?`, `{3}`, `{2,5}`; always for the whole text. There are no groups, alternatives, back references or
 * unbounded repeats, and at most three repeats of varying length, so that a text of 200 letters is judged in at most some million steps.
 */
const ATOM = /^(?:\\[d.\-+*?()[\]{}|^$/\\]|\[(?:[A-Za-z0-9 ._@+]|[A-Za-z0-9]-[A-Za-z0-9]|\\[-d.])+\]|[\p{L}\p{N} ,;:_@&'"!#%<>=~/-]|\.)(?:\?|\{(\d{1,3})(?:,(\d{1,3}))?\})?/u;
const LONGEST_PATTERN = 100;
const LONGEST_TEXT = 200;
const MOST_VARYING = 3;

/** A test for the whole text, or null when the pattern is not one that we run. Longer texts than 200 characters never match. */
export function compilePattern(pattern: string): { test(text: string): boolean } | null {
  if (pattern === "" || pattern.length > LONGEST_PATTERN) return null;
  let varying = 0;
  for (let rest = pattern; rest !== ""; ) {
    const atom = ATOM.exec(rest);
    if (!atom) return null;
    const [whole, least, most] = atom;
    if (Number(most ?? least ?? 1) > LONGEST_TEXT || Number(most ?? least ?? 1) < Number(least ?? 0)) return null;
    if ((most !== undefined && most !== least) || whole.endsWith("?")) varying += 1;
    rest = rest.slice(whole.length);
  }
  if (varying > MOST_VARYING) return null;
  try {
    const whole = new RegExp(`^${pattern}$`, "u");
    return { test: (text) => text.length <= LONGEST_TEXT && whole.test(text) };
  } catch {
    // A class such as [z-a] has the right form and no meaning.
    return null;
  }
}
