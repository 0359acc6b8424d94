/** How a snapshot came out on one side: the outcome without who gave it, and the heaviest that was found. */
export type Verdict = { outcome: unknown; heaviest: "block" | "warn" | "info" | "none" };

/** A number of judgements, with the ids of a few requests to open. */
export type Counted = { count: number; samples: string[] };

/**
 * What a back-test came to, or a part of it: sums only, and ids of requests; nothing of what anybody filled in. Its keys are lists as JSON. `moves`: request type, point, verdict of now, verdict
 * with the change. `rules`: request type, point, rule, and whether it "began" or "ceased" to speak. `weeks`: request type and ISO week ("2026-W47"). `unjudged`: request type, point, and the
 * code of why not.
 */
export type Tally = {
  /** Requests, and how many of them came out otherwise in any way. */
  requests: number;
  requestsOtherwise: number;
  /** Judgements: a request is judged at several points, and for each of its people. */
  judged: number;
  otherwise: number;
  /** The same verdict, given by other rules. */
  saidOtherwise: number;
  /** So many were really judged; the others were equal to one of these in all that the rules read. */
  evaluated: number;
  moves: Record<string, Counted>;
  rules: Record<string, Counted>;
  weeks: Record<string, { judged: number; otherwise: number }>;
  unjudged: Record<string, Counted>;
};

/** So many requests of each kind can be opened. */
export const SAMPLES = 10;
/** More kinds of a thing than this nobody reads; what comes after them is counted under "…". */
const MOST_KINDS = 500;

export function emptyTally(): Tally {
  return { requests: 0, requestsOtherwise: 0, judged: 0, otherwise: 0, saidOtherwise: 0, evaluated: 0, moves: {}, rules: {}, weeks: {}, unjudged: {} };
}

/** Counts one in a table, and keeps its request where there are few yet. */
export function countIn(table: Record<string, Counted>, key: string, request: string): void {
  addTo(table, key, { count: 1, samples: [request] });
}

/** Adds a part to a whole, which it changes. */
export function addTally(whole: Tally, part: Tally): void {
  for (const name of ["requests", "requestsOtherwise", "judged", "otherwise", "saidOtherwise", "evaluated"] as const) whole[name] += part[name];
  for (const table of ["moves", "rules", "unjudged"] as const) {
    for (const [key, counted] of Object.entries(part[table])) addTo(whole[table], key, counted);
  }
  for (const [key, { judged, otherwise }] of Object.entries(part.weeks)) {
    const sum = (whole.weeks[key] ??= { judged: 0, otherwise: 0 });
    sum.judged += judged;
    sum.otherwise += otherwise;
  }
}

function addTo(table: Record<string, Counted>, key: string, { count, samples }: Counted): void {
  const isRoom = Object.hasOwn(table, key) || Object.keys(table).length < MOST_KINDS;
  const sum = (table[isRoom ? key : REST] ??= { count: 0, samples: [] });
  sum.count += count;
  for (const sample of samples) if (sum.samples.length < SAMPLES && !sum.samples.includes(sample)) sum.samples.push(sample);
}

/** What the kinds are counted under that came after the five hundredth. */
export const REST = JSON.stringify(["…"]);
