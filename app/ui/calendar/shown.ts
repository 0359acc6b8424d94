/** What the pages of the calendar are given; dates are "YYYY-MM-DD", moments ISO 8601. */
export type DayShown = { on: string; isWorked: boolean; name: string | null } | null;
export type MonthShown = { first: string; weeks: readonly (readonly DayShown[])[] };
export type NamedDay = { on: string; name: string };
export type DifferenceShown = { flavour: "office" | "legal" | null; closes: readonly NamedDay[]; opens: readonly NamedDay[] };
export type MovesShown = {
  running: number;
  isMore: boolean;
  later: number;
  earlier: number;
  shown: readonly { requestId: string; reference: string; type: string; stage: "review" | "delivery"; from: string; to: string }[];
};
