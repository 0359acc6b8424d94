import { createContext, type ComponentType, useContext } from "react";

import type { Texts } from "#app/domain/decisions/texts.ts";
import type { Language } from "#app/domain/people.ts";

import type { ExampleShown, FindingShown } from "../shown.ts";

/** Where something stands in a definition, dotted as findings say it ("rules.3.conditions"); counted, so that going there twice is twice. */
export type Target = { path: string; times: number };

/**
 * What an editor of one kind of definition gets. `content` is JSON that may be half done; the editor shows what it understands of it and keeps the rest. `around` is what can be
 * chosen from, as `aroundEntry` gathers it for this kind. `target` is what somebody asks to see: the part of the page with the longest `data-path` that leads there is brought into
 * sight; an editor that has parts folded away opens them first.
 */
export type EditorProps<Content = unknown, Around = unknown> = { content: Content; onChange: (next: Content) => void; around: Around; target: Target | null; /** Where acts on this definition go, such as `check`. */ path: (act: string) => string };
export type Editor = ComponentType<EditorProps>;

/** Texts of the screens as they would be said, and a way to word one of them otherwise; it is saved with the definition. */
export type Speech = {
  said: (namespace: string, key: string, language: Language) => string | null;
  say: (namespace: string, key: string, language: Language, text: string) => void;
};

export type ScreenTextsShown = Record<Language, Readonly<Record<string, Texts>>>;

export const SpeechContext = createContext<Speech>({ said: () => null, say: () => undefined });
export const useSpeech = (): Speech => useContext(SpeechContext);

/** What the office last said of the definition as it stands here, for editors that show a result beside what it is of. */
export type Checked = { findings: readonly FindingShown[]; examples: readonly ExampleShown[] };
export const CheckedContext = createContext<Checked>({ findings: [], examples: [] });
export const useChecked = (): Checked => useContext(CheckedContext);
