import { useEffect, useRef, useState } from "react";

import type { EntryChecked } from "./shown.ts";
import type { Draft } from "./use-draft.ts";

/** So long after the last keystroke the office is asked. */
const AFTER_MS = 700;

/**
 * Has the office check what is being made, some moments after each change: what does not hold, which examples go otherwise, what is different. Null until it was asked the first time, and where it
 * could not be asked. Nothing is written, and nothing of the page is loaded anew, which a save that comes meanwhile would have to wait for.
 */
export function useCheck(draft: Draft, path: string): { checked: EntryChecked | null; isChecking: boolean } {
  const [checked, setChecked] = useState<EntryChecked | null>(null);
  const [isChecking, setChecking] = useState(false);
  const asked = useRef("");
  const { content, wordings } = draft.toSend();
  const { isDirty } = draft;
  useEffect(() => {
    const words = `${content}\n${wordings}`;
    if (!isDirty || asked.current === words) return;
    const going = new AbortController();
    const timer = setTimeout(() => {
      asked.current = words;
      setChecking(true);
      askOffice(path, { content, wordings }, going.signal)
        .then(setChecked)
        .catch(() => (asked.current = going.signal.aborted ? "" : asked.current))
        .finally(() => setChecking(false));
    }, AFTER_MS);
    return () => {
      clearTimeout(timer);
      going.abort();
    };
  }, [content, wordings, isDirty, path]);
  return { checked, isChecking };
}

/** Null where the office refuses to look at it: what is no JSON, say, which saving tells. */
async function askOffice(path: string, typed: { content: string; wordings: string }, signal: AbortSignal): Promise<EntryChecked | null> {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(typed), signal });
  const told = (await answer.json()) as EntryChecked | { problem: unknown };
  return "findings" in told ? told : null;
}
