export type Wording = { readonly nl: string; readonly en: string };
export type FactType = "text" | "number" | "boolean" | "date" | "list";
export type Fact = {
  readonly type: FactType;
  readonly nullable: boolean;
  /** What the fact is called in a sentence or in the editor. */
  readonly label: Wording;
  /** The only values that a text, or the items of a list, may have, each with its word. */
  readonly choices?: Readonly<Record<string, Wording>>;
  /** It names or points at somebody, or at one practice: replaced wherever it is shown to who may not see the request itself. */
  readonly personal?: true;
  /** Of what is so or not: what is the case when it is not, as a sentence of its own. */
  readonly denied?: Wording;
};

/** One thing in the words of both languages. */
export const say = (nl: string, en: string): Wording => ({ nl, en });
const fact = <T extends FactType>(type: T) => (nl: string, en: string) => ({ type, nullable: false as const, label: say(nl, en) });
/** Declares a fact of each type by what it is called. */
export const text = fact("text");
export const number = fact("number");
export const date = fact("date");
/** Declares what is so or not, as two sentences: nobody says "er is een contactpersoon is nee". */
export const boolean = (label: Wording, denied: Wording) => ({ type: "boolean" as const, nullable: false as const, label, denied });
export const list = fact("list");
/** A text that has one of the given values only. */
export const choice = <C extends Record<string, Wording>>(nl: string, en: string, choices: C) => ({ ...text(nl, en), choices });
/** Nobody may know it: then it is an explicit `null`. */
export const orNull = <D extends Fact>(declaration: D): Omit<D, "nullable"> & { nullable: true } => ({ ...declaration, nullable: true });
/** It names or points at somebody, or at one practice. */
export const personal = <D extends Fact>(declaration: D): D & { readonly personal: true } => ({ ...declaration, personal: true });
