import { LANGUAGES, type Language } from "#app/domain/people.ts";

/** A template as it is edited: whatever is not of its shape stays where it is, and is shown as such. */
export type Content = Readonly<Record<string, unknown>>;
export type Block = Readonly<Record<string, unknown>>;

export const SHARED_KINDS = ["paragraph", "heading", "steps", "facts"] as const;
export type BlockKind = (typeof SHARED_KINDS)[number] | "button" | "pin";

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null && !Array.isArray(value);
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

export function bodyOf({ body }: Content, language: Language): readonly unknown[] {
  return isObject(body) ? listOf(body[language]) : [];
}

/** How many blocks stand under one another: those of both languages go together, row by row. */
export function rowsOf(content: Content): number {
  return Math.max(...LANGUAGES.map((language) => bodyOf(content, language).length));
}

/** A wording in two languages, with one of them said otherwise. */
export function worded(value: unknown, language: Language, text: string): Content {
  return { ...(isObject(value) ? value : {}), [language]: text };
}

export function blockSaid(content: Content, language: Language, at: number, block: unknown): Content {
  return inBody(content, language, (body) => body.map((one, index) => (index === at ? block : one)));
}

/** The same kind of block in the language that lacks it, at the end of what it has. */
export function blockAdded(content: Content, language: Language, block: unknown): Content {
  return inBody(content, language, (body) => [...body, block]);
}

export function rowAdded(content: Content, at: number, block: unknown): Content {
  return inBoth(content, (body) => body.toSpliced(at, 0, block));
}

export function rowCopied(content: Content, at: number): Content {
  return inBoth(content, (body) => (at < body.length ? body.toSpliced(at + 1, 0, body[at]) : body));
}

export function rowRemoved(content: Content, at: number): Content {
  return inBoth(content, (body) => body.filter((_, index) => index !== at));
}

export function rowMoved(content: Content, at: number, by: 1 | -1): Content {
  return inBoth(content, (body) => moved(body, at, by));
}

/** A list with one of its members a place further; as it is where there is no such place. */
export function moved<T>(list: readonly T[], at: number, by: 1 | -1): readonly T[] {
  const one = list[at];
  return one === undefined || at + by < 0 || at + by >= list.length ? list : list.toSpliced(at, 1).toSpliced(at + by, 0, one);
}

/** A new block of a kind; a button and a PIN begin with the only blank that they may hold, where there is one. */
export function blockOf(kind: BlockKind, blankOfType: (type: "url" | "pin") => string | undefined): Block {
  const only = (type: "url" | "pin") => {
    const name = blankOfType(type);
    return name === undefined ? "" : blank(name);
  };
  switch (kind) {
    case "paragraph":
    case "heading":
      return { kind, text: "" };
    case "steps":
      return { kind, items: [""] };
    case "facts":
      return { kind, rows: [{ label: "", value: "" }] };
    case "button":
      return { kind, text: "", href: only("url") };
    case "pin":
      return { kind, pin: only("pin") };
  }
}

export const blank = (name: string): string => `{{${name}}}`;

/** The name in a text that is one blank and nothing else. */
export function onlyBlank(text: unknown): string | null {
  return /^\{\{\s*([A-Za-z0-9]+)\s*\}\}$/.exec(textOf(text))?.[1] ?? null;
}

/** A blank put in the place of what is selected, and where the cursor is then. */
export function withBlank(text: string, name: string, from: number, to: number): { text: string; cursor: number } {
  return { text: text.slice(0, from) + blank(name) + text.slice(to), cursor: from + blank(name).length };
}

/** In which languages the subject or the body has a blank. */
export function languagesWith(content: Content, name: string): Language[] {
  return LANGUAGES.filter((language) => {
    const said = JSON.stringify([isObject(content["subject"]) ? content["subject"][language] : "", bodyOf(content, language)]);
    return [...said.matchAll(/\{\{\s*([A-Za-z0-9]+)\s*\}\}/g)].some(([, found]) => found === name);
  });
}

function inBoth(content: Content, change: (body: readonly unknown[]) => readonly unknown[]): Content {
  return LANGUAGES.reduce((so, language) => inBody(so, language, change), content);
}

function inBody(content: Content, language: Language, change: (body: readonly unknown[]) => readonly unknown[]): Content {
  return { ...content, body: { ...(isObject(content["body"]) ? content["body"] : {}), [language]: change(bodyOf(content, language)) } };
}
