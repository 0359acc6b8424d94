import { useEffect, useRef, useState } from "react";

import type { EntryChecked } from "./shown.ts";
import type { Draft } from "./use-draft.ts";
import { useStable } from "./use-stable.ts";

/** So long after the last keystroke the office is asked; and twice as long as it needed the last time, so that a large definition does not keep it busy. */
const AFTER_MS = 700;
const LONGEST_MS = 6_000;

/**
 * Has the office check what is being made, some moments after each change: what does not hold, which examples go otherwise, what is different. Null until it was asked the first time, and where it
 * could not be asked. Nothing is written, and nothing of the page is loaded anew, which a save that comes meanwhile would have to wait for.
 */
export function useCheck(draft: Draft, path: string): { checked: EntryChecked | null; isChecking: boolean; /** Why the office would not look at it. */ refused: string | null; /** Somebody says to be done with a field: asks at once. */ checkNow: () => void } {
  const [checked, setChecked] = useState<EntryChecked | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [isChecking, setChecking] = useState(false);
  const asked = useRef("");
  const took = useRef(0);
  const now = useRef<() => void>(() => undefined);
  const { content, worded, text, isDirty } = draft;
  const ask = useStable((signal: AbortSignal) => {
    // Written out once somebody stops typing, and not at each key: a definition can have a megabyte.
    const typed = draft.toSend();
    const words = `${typed.content}\n${typed.wordings}`;
    if (asked.current === words) return;
    asked.current = words;
    setChecking(true);
    const from = performance.now();
    askOffice(path, typed, signal)
      .then((told) => {
        took.current = performance.now() - from;
        setChecked("findings" in told ? told : null);
        setRefused("findings" in told ? null : told.problem.message);
      })
      .catch(() => (asked.current = signal.aborted ? "" : asked.current))
      .finally(() => setChecking(false));
  });
  useEffect(() => {
    if (!isDirty) return;
    const going = new AbortController();
    now.current = () => ask(going.signal);
    const timer = setTimeout(now.current, Math.min(LONGEST_MS, Math.max(AFTER_MS, 2 * took.current)));
    return () => {
      clearTimeout(timer);
      going.abort();
    };
  }, [content, worded, text, isDirty, ask]);
  const checkNow = useStable(() => {
    if (isDirty) now.current();
  });
  return { checked, isChecking, refused, checkNow };
}

/** What the office says of it, or why it does not look at it: what is no JSON, say. */
async function askOffice(path: string, typed: { content: string; wordings: string }, signal: AbortSignal): Promise<EntryChecked | { problem: { message: string } }> {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(typed), signal });
  return (await answer.json()) as EntryChecked | { problem: { message: string } };
}
