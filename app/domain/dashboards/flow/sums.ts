import type { Life } from "#db/schema/flow.ts";
import { plusDays } from "#app/domain/deadlines/calendar.ts";

export const GRAINS = ["week", "month"] as const;
export type Grain = (typeof GRAINS)[number];

/** What requests are told apart by in the sums. */
export type Dimensions = { type: string; channel: string; segment: string };

/** What is counted, each on a day of its own: see `countsOf`. */
export const MEASURES = ["received", "decided", "reason", "how", "question", "review-days", "review-late", "decider", "second", "rule", "identification", "identification-days", "closed", "delivery-days", "delivery-late", "whole-days", "letter"] as const;
export type Measure = (typeof MEASURES)[number];

/** Every filter that is not asked. */
export const ALL = "";

/** Working days beyond which a lead time is "so many or more". */
export const MOST_DAYS = 60;

export type Count = { on: string; measure: Measure; value: string };

/** A row of the sums without its amount. */
export type SumKey = Dimensions & { grain: Grain; begins: string; measure: Measure; value: string };

/** Amounts by `keyOf`. */
export type Sums = Map<string, number>;

/** What one life adds to the figures (reference 7, metrics 3–12): each counts for one, on its own day. */
export function countsOf({ received, decided, identification, closed, letters = [] }: Life): Count[] {
  const counts: Count[] = [{ on: received, measure: "received", value: "" }];
  const add = (on: string, measure: Measure, value: string | undefined) => void (value === undefined || counts.push({ on, measure, value }));
  if (decided) {
    const { on } = decided;
    add(on, "decided", decided.as);
    add(on, "reason", decided.reason);
    add(on, "how", decided.how);
    for (const field of decided.asked ?? []) add(on, "question", field);
    add(on, "review-days", daysOf(decided.days));
    add(on, "review-late", decided.late && "");
    add(on, "decider", decided.by);
    add(on, "second", decided.second);
    for (const rule of decided.rules ?? []) add(on, "rule", `${rule} ${decided.as}`);
  }
  // A step counts on the day of the invitation, so that what comes after it is a part of what was sent.
  for (const step of identification?.steps ?? []) add(identification?.on ?? "", "identification", step);
  if (identification?.ended) add(identification.ended.on, "identification-days", daysOf(identification.ended.days));
  if (closed) {
    const { on } = closed;
    add(on, "closed", closed.as);
    add(on, "delivery-days", daysOf(closed.deliveryDays));
    add(on, "delivery-late", closed.late && "");
    add(on, "whole-days", daysOf(closed.days));
  }
  for (const { step, on } of letters) add(on, "letter", step);
  return counts;
}

function daysOf(days: number | undefined): string | undefined {
  return days === undefined ? undefined : String(Math.min(MOST_DAYS, days));
}

/** Adds a life to the sums of its own type, channel and segment; `sign` −1 takes it out again. `withTheWhole` makes of them what is kept. */
export function addLife(own: Sums, { type, channel, segment }: Dimensions, life: Life, sign: 1 | -1): void {
  for (const { on, measure, value } of countsOf(life)) {
    for (const grain of GRAINS) {
      const key = keyOf({ grain, type, channel, segment, begins: beginOf(grain, on), measure, value });
      own.set(key, (own.get(key) ?? 0) + sign);
    }
  }
}

/** Sums of single types, channels and segments, and with them those of each filter that is not asked. Made at the end, once for all lives: for each life apart it is eight times the work. */
export function withTheWhole(own: Sums): Sums {
  const sums: Sums = new Map();
  for (const [ownKey, amount] of own) {
    const row = rowOf(ownKey);
    for (const type of [row.type, ALL]) for (const channel of [row.channel, ALL]) for (const segment of [row.segment, ALL]) {
      const key = keyOf({ ...row, type, channel, segment });
      sums.set(key, (sums.get(key) ?? 0) + amount);
    }
  }
  return sums;
}

/** The first day of the week (Monday) or month that a date lies in. */
export function beginOf(grain: Grain, date: string): string {
  if (grain === "month") return `${date.slice(0, 7)}-01`;
  // Sunday is 0, and the end of its week.
  return plusDays(date, -((new Date(date).getUTCDay() + 6) % 7));
}

/** The begin that lies so many weeks or months later, or before. */
export function beginAfter(grain: Grain, begins: string, amount: number): string {
  if (grain === "week") return plusDays(begins, amount * 7);
  const [year = 0, month = 1] = begins.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + amount, 1)).toISOString().slice(0, 10);
}

const KEYS = ["grain", "type", "channel", "segment", "begins", "measure", "value"] as const;

/** One text for one row; none of its parts holds a tab. */
export function keyOf(row: SumKey): string {
  return KEYS.map((name) => row[name]).join("\t");
}

export function rowOf(key: string): SumKey {
  const parts = key.split("\t");
  return Object.fromEntries(KEYS.map((name, place) => [name, parts[place] ?? ""])) as SumKey;
}
