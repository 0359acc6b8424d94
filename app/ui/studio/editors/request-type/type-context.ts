import { createContext, useContext } from "react";

import type { RequestTypeChoices } from "#app/domain/definitions/choices/request-type.ts";
import type { Wording } from "#app/domain/definitions/changes/wordings.ts";
import type { SaidAt } from "#app/domain/definitions/request-types/field-words.ts";
import { withAt, type Part, type Step } from "#app/domain/definitions/request-types/json-parts.ts";
import type { Language } from "#app/domain/people.ts";

/** The request type that is edited, for every part of its editor. */
export type EditedType = {
  /** The name under which its texts stand. */
  id: string;
  type: Part;
  around: RequestTypeChoices;
  /** The language of whoever edits: what a field is called in lists. */
  language: Language;
  said: SaidAt;
  say: (key: string, language: Language, text: string) => void;
  /** Changes the type, and with it texts that go along. */
  change: (next: unknown, words?: readonly Wording[]) => void;
  /** Puts the focus on what has this id once it is there, and says what happened. */
  moveOn: (id: string, sentence: string) => void;
  /** Where acts on this definition go. */
  path: (act: string) => string;
};

export const TypeContext = createContext<EditedType | null>(null);

export function useEditedType(): EditedType & { put: (steps: readonly Step[], value: unknown) => void } {
  const edited = useContext(TypeContext);
  if (edited === null) throw new Error("A part of a request type outside its editor.");
  return { ...edited, put: (steps, value) => edited.change(withAt(edited.type, steps, value)) };
}
