import { useMemo, useRef, useState } from "react";

import { findText } from "#app/domain/decisions/texts.ts";
import { LANGUAGES, type Language } from "#app/domain/people.ts";

import type { ScreenTextsShown, Speech } from "./editors/editor.ts";

/** So many steps can be taken back. */
const MOST_STEPS = 100;
/** What is typed in one go is one step. */
const ONE_STEP_MS = 500;

export type Worded = Readonly<Record<string, Record<Language, string>>>;
type State = { content: unknown; worded: Worded };

/** What somebody makes of a definition before it is saved, with the texts worded on the way; each step can be taken back. `saved` is the JSON as it was saved. */
export function useDraft(saved: string, typed: string | null, texts: ScreenTextsShown) {
  const first = typed ?? saved;
  const [state, setState] = useState<State>({ content: parse(first), worded: {} });
  const [text, setText] = useState<string | null>(parse(first) === undefined ? first : null);
  const [isDirty, setDirty] = useState(typed !== null && typed !== saved);
  const steps = useRef<{ past: State[]; future: State[]; at: number }>({ past: [], future: [], at: 0 });
  const [depth, setDepth] = useState({ past: 0, future: 0 });
  /** As it is after what was just done: one press may change the definition and word some texts, and each builds on what the other made. */
  const latest = useRef(state);
  const counted = () => setDepth({ past: steps.current.past.length, future: steps.current.future.length });

  function move(change: (before: State) => State): void {
    const { past, at } = steps.current;
    const now = performance.now();
    steps.current = { past: now - at < ONE_STEP_MS && past.length > 0 ? past : [...past, latest.current].slice(-MOST_STEPS), future: [], at: now };
    counted();
    become(change(latest.current));
  }
  function become(next: State): void {
    latest.current = next;
    setState(next);
    setDirty(true);
  }
  function step(way: "past" | "future"): void {
    const next = steps.current[way].at(-1);
    if (next === undefined) return;
    const other = way === "past" ? "future" : "past";
    steps.current = { ...steps.current, [way]: steps.current[way].slice(0, -1), [other]: [...steps.current[other], latest.current], at: 0 };
    counted();
    become(next);
  }

  // Large definitions ask for thousands of texts at each keystroke, and these stay what they are.
  const known = useMemo(() => remembered(texts), [texts]);
  const saidIn = ({ worded }: State, namespace: string, key: string, language: Language) => worded[`${namespace}:${key}`]?.[language] ?? known(namespace, key, language);
  const speech: Speech = {
    said: (namespace, key, language) => saidIn(state, namespace, key, language),
    say: (namespace, key, language, words) =>
      move((now) => {
        const name = `${namespace}:${key}`;
        const before = now.worded[name] ?? (Object.fromEntries(LANGUAGES.map((one) => [one, saidIn(now, namespace, key, one) ?? ""])) as Record<Language, string>);
        return { ...now, worded: { ...now.worded, [name]: { ...before, [language]: words } } };
      }),
  };
  return {
    content: state.content,
    worded: state.worded,
    /** The JSON while it is typed as such; null while the definition is edited in fields. */
    text,
    isDirty,
    speech,
    mayUndo: depth.past > 0,
    mayRedo: depth.future > 0,
    setContent: (content: unknown) => move((now) => ({ ...now, content })),
    undo: () => step("past"),
    redo: () => step("future"),
    typeText: (words: string) => {
      setText(words);
      setDirty(true);
    },
    /** From fields to JSON. */
    toText: () => setText(JSON.stringify(state.content, null, 2)),
    /** From JSON to fields; false where what was typed is no JSON. */
    toFields: (): boolean => {
      const content = text === null ? state.content : parse(text);
      if (content === undefined) return false;
      if (text !== null && JSON.stringify(content) !== JSON.stringify(state.content)) move((now) => ({ ...now, content }));
      setText(null);
      return true;
    },
    /** What is sent to the office. */
    toSend: () => ({ content: text ?? JSON.stringify(state.content), wordings: JSON.stringify(wordingsOf(state.worded)) }),
    /** It was saved as it is. */
    settle: () => {
      setDirty(false);
      latest.current = { ...latest.current, worded: {} };
      setState(latest.current);
    },
  };
}

/** The texts of the screens, each looked for once. */
function remembered(texts: ScreenTextsShown): (namespace: string, key: string, language: Language) => string | null {
  const found: Record<Language, Map<string, string | null>> = { nl: new Map(), en: new Map() };
  return (namespace, key, language) => {
    const name = `${namespace}:${key}`;
    const before = found[language].get(name);
    if (before !== undefined) return before;
    const text = findText(texts[language][namespace] ?? {}, key);
    found[language].set(name, text);
    return text;
  };
}

export type Draft = ReturnType<typeof useDraft>;

function wordingsOf(worded: Worded) {
  return Object.entries(worded).map(([name, said]) => ({ namespace: name.slice(0, name.indexOf(":")), key: name.slice(name.indexOf(":") + 1), ...said }));
}

/** Undefined where it is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
