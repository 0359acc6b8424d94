/** Sentences by nested key, as a file of `templates/locales/<language>/` holds them. */
export type Texts = { readonly [key: string]: string | Texts };

/** The sentence under a dotted key; null when there is none. */
export function findText(texts: Texts, key: string): string | null {
  let found: string | Texts | undefined = texts;
  for (const step of key.split(".")) {
    if (typeof found !== "object" || !Object.hasOwn(found, step)) return null;
    found = found[step];
  }
  return typeof found === "string" ? found : null;
}

/** The names between "{{" and "}}", in reading order. */
export function blanksIn(text: string): string[] {
  return [...text.matchAll(BLANK)].map(([, name]) => name ?? "");
}

/** The sentence with its blanks filled; a blank without a value stays visible. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(BLANK, (blank, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : blank));
}

const BLANK = /\{\{\s*([A-Za-z0-9._-]{1,80})\s*\}\}/g;
