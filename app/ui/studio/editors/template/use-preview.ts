import { useEffect, useRef, useState } from "react";

import type { Language } from "#app/domain/people.ts";

/** What the office answers to a draft; as `previewTemplate` makes it. */
export type PreviewShown =
  | { kind: "mail"; subject: string; text: string; html: string }
  | { kind: "letter"; pages: ReadonlyArray<{ jpeg: string; width: number; height: number }> }
  | { kind: "none"; why: string };

/**
 * What a draft looks like in a language: asked some moments after the last keystroke, and at once where only what is asked for is another. The last answer stays until the next one is
 * there; null before the first, and `isFailed` where the office could not be asked.
 */
export function usePreview(path: string, content: unknown, asked: { language: Language; addressee?: string }, afterMs: number) {
  const [answer, setAnswer] = useState<{ to: string; shown: PreviewShown | null; isFailed: boolean }>({ to: "", shown: null, isFailed: false });
  const text = JSON.stringify(content);
  const { language, addressee = "usual" } = asked;
  const asking = JSON.stringify([text, language, addressee]);
  const lastText = useRef(text);
  useEffect(() => {
    const going = new AbortController();
    const timer = setTimeout(
      () => {
        ask(path, { content: text, language, addressee }, going.signal).then(
          (shown) => setAnswer({ to: asking, shown, isFailed: false }),
          () => {
            if (!going.signal.aborted) setAnswer((before) => ({ to: asking, shown: before.shown, isFailed: true }));
          },
        );
      },
      lastText.current === text ? 0 : afterMs,
    );
    lastText.current = text;
    return () => {
      clearTimeout(timer);
      going.abort();
    };
  }, [path, text, language, addressee, asking, afterMs]);
  return { shown: answer.shown, isAsking: answer.to !== asking, isFailed: answer.to === asking && answer.isFailed };
}

async function ask(path: string, sent: { content: string; language: string; addressee: string }, signal: AbortSignal): Promise<PreviewShown> {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(sent), signal });
  const told = (await answer.json()) as PreviewShown | { problem: unknown };
  if (!("kind" in told)) throw new TypeError("no preview");
  return told;
}
