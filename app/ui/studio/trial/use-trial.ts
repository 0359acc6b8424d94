import { useEffect, useRef, useState } from "react";

import type { FactValue } from "#app/domain/decisions/facts.ts";

import type { ActPath } from "../../desk/screen.ts";

/** A fact that the rules read, as it is asked for, with what it is now and in the ordinary case. */
export type FieldTried = { name: string; label: string; type: "text" | "number" | "boolean" | "date" | "list"; isNullable: boolean; choices: ReadonlyArray<{ value: string; label: string }>; value: FactValue; typical: FactValue };
export type RuleTried = { id: string; severity: "block" | "warn" | "info"; fired: boolean; sentence: string | null; because: string; wouldChange: string[][] };
export type TrialShown = { fields: readonly FieldTried[]; outcome: Record<string, unknown>; spoke: readonly string[]; rules: readonly RuleTried[] };
export type Situation = { channel: string; segment: string; certificateKind: string };

const ORDINARY: Situation = { channel: "online", segment: "regular", certificateKind: "personal" };
/** So long after the last keystroke the office is asked. */
const AFTER_MS = 400;

type Answer<T> = T | { problem: { message: string } };
type Past = { facts: Record<string, FactValue>; channel: string; spoke: string[] };

/** The facts on which rules are tried, and what comes of it, each time anew when rules or facts change. Asks nothing before `isOpen`. */
export function useTrial({ isOpen, path, toSend, point }: { isOpen: boolean; path: ActPath; toSend: () => { content: string; wordings: string }; point: string }) {
  const [facts, setFacts] = useState<Record<string, FactValue>>({});
  const [situation, setSituation] = useState(ORDINARY);
  const [shown, setShown] = useState<TrialShown | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [taken, setTaken] = useState<{ reference: string; spoke: string[] } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const going = useRef<AbortController | null>(null);
  const { content, wordings } = toSend();
  const typed = JSON.stringify(facts);
  const whom = JSON.stringify(situation);
  const at = path("trial");
  useEffect(() => {
    if (!isOpen) return;
    const timer = setTimeout(() => {
      going.current?.abort();
      going.current = new AbortController();
      setBusy(true);
      ask<TrialShown>(at, { content, wordings, facts: typed, situation: whom }, going.current.signal)
        .then((answer) => {
          setBusy(false);
          if ("problem" in answer) return setProblem(answer.problem.message);
          setProblem(null);
          setShown(answer);
        })
        // What came too late is asked again with what came after it.
        .catch(() => undefined);
    }, AFTER_MS);
    return () => clearTimeout(timer);
  }, [isOpen, at, content, wordings, typed, whom]);

  async function take(reference: string): Promise<void> {
    const answer = await ask<Past>(path("past"), { reference, point }).catch(() => null);
    if (answer === null) return;
    if ("problem" in answer) return setProblem(answer.problem.message);
    setFacts(answer.facts);
    setSituation({ ...situation, channel: answer.channel });
    setTaken({ reference, spoke: answer.spoke });
    setProblem(null);
  }
  return {
    facts,
    shown,
    problem,
    situation,
    taken,
    isBusy,
    take,
    setSituation,
    setFact: (name: string, value: FactValue) => setFacts((now) => ({ ...now, [name]: value })),
    reset: () => {
      setFacts({});
      setSituation(ORDINARY);
      setTaken(null);
    },
  };
}

export type TrialAtWork = ReturnType<typeof useTrial>;

async function ask<T extends object>(path: string, typed: Record<string, string>, signal?: AbortSignal): Promise<Answer<T>> {
  const answer = await fetch(path, { method: "POST", body: new URLSearchParams(typed), ...(signal && { signal }) });
  return (await answer.json()) as Answer<T>;
}
