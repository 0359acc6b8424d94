/** A list of the page "now" with its words, as the route gives them (`showNow`). */
export type NowShown = {
  asOf: string;
  friday: string;
  stuck: number;
  worst: { type: string; status: string; over: number; amount: number; to: string } | null;
  late: string;
  thisWeek: { amount: number; to: string };
  terms: { over: number; ending: number; ample: number };
  stages: ReadonlyArray<{ stage: "review" | "delivery"; rows: ReadonlyArray<{ key: string; status: string; amount: number; of: ReadonlyArray<{ term: "over" | "ending" | "ample"; amount: number; to: string }> }> }>;
  days: ReadonlyArray<{ day: string } & Readonly<Record<"received" | "decided", { amount: number; to: string }>>>;
  due: ReadonlyArray<{ day: string; amount: number }>;
  table: {
    statuses: ReadonlyArray<{ key: string; label: string; amount: number; to: string }>;
    rows: ReadonlyArray<{ key: string; label: string; amount: number; to: string; cells: ReadonlyArray<{ key: string; status: string; amount: number; to: string }> }>;
    amount: number;
    to: string;
  };
  channels: ReadonlyArray<{ channel: string; label: string; amount: number; to: string }>;
  choices: Record<"type" | "channel" | "segment", ReadonlyArray<{ value: string; label: string }>>;
};

export type NowPart<Name extends keyof NowShown> = NowShown[Name];
