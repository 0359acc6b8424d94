import type { ReportChoices } from "../report-head.tsx";

export type Lead = { amount: number; median: number; p90: number };
export type Stage = "review" | "identification" | "delivery" | "whole";
/** An amount, what it was in the stretch before, and the requests behind it. */
export type Pair = { key: string; amount: number; before: number; to: string };
type Amount = { amount: number; to: string };

/** The page "flow" with its words, as the route gives them (`showFlow`). */
export type FlowShown = {
  from: string;
  until: string;
  formerFrom: string;
  formerUntil: string;
  say: {
    decided: number;
    late: number;
    lateBefore: number;
    inTime: number | null;
    inTimeBefore: number | null;
    lateTo: string;
    lead: Lead | null;
    leadBefore: Lead | null;
    leadTo: string;
    right: number | null;
    rightBefore: number | null;
    rightTo: string;
    asked: number;
  };
  buckets: ReadonlyArray<{ key: string; name: string; begins: string; isRunning: boolean; received: Amount; decided: Amount; done: Amount }>;
  stages: ReadonlyArray<{ stage: Stage; lead: Lead | null; before: Lead | null; to: string }>;
  types: ReadonlyArray<{ key: string; label: string; leads: ReadonlyArray<{ stage: Stage; lead: Lead | null; to: string }> }>;
  outcomes: readonly Pair[];
  ends: readonly Pair[];
  hows: readonly Pair[];
  reasons: ReadonlyArray<Pair & { label: string }>;
  questions: ReadonlyArray<Pair & { label: string }>;
  funnel: ReadonlyArray<{ key: string; amount: number; lost: number; share: number | null; to: string }>;
  aside: ReadonlyArray<{ key: string; amount: number; to: string }>;
  letters: readonly Pair[];
  standing: {
    bands: ReadonlyArray<{ key: string; amount: number; to: string }>;
    expiring: ReadonlyArray<{ key: string; amount: number; to: string }>;
    expiringTo: string;
    reinstallable: { amount: number; windowDays: number; to: string } | null;
    blocked: ReadonlyArray<{ key: string; amount: number; to: string }>;
  };
  choices: ReportChoices;
};

export type FlowPart<Name extends keyof FlowShown> = FlowShown[Name];
