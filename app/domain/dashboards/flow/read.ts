import { and, eq, gt, gte, inArray, lte, notInArray, sql } from "drizzle-orm";

import { flowSum } from "#db/schema/flow.ts";
import type { Db } from "#db/types.ts";
import { officeDate, plusDays } from "#app/domain/deadlines/calendar.ts";

import type { FigureFilter } from "../now.ts";
import { ALL, beginAfter, beginOf, MOST_DAYS, type Grain, type Measure } from "./sums.ts";

/** How far back the figures look: so many weeks or months, the running one included. */
export const SPANS = ["weeks-4", "weeks-13", "months-12", "months-48"] as const;
export type Span = (typeof SPANS)[number];

/** Amounts by value, of each measure. */
export type Tally = ReadonlyMap<Measure, ReadonlyMap<string, number>>;

/** A stretch of whole weeks or months: the first and the last day. */
export type Stretch = { grain: Grain; from: string; until: string };

export type FlowBucket = { begins: string; until: string; received: number; decided: number; done: number };
export type Flow = { present: Stretch; former: Stretch; now: Tally; before: Tally; buckets: FlowBucket[] };

/** The weeks or months that a span has now, and as many before it. */
export function stretchesOf(span: Span, now: Date): { present: Stretch; former: Stretch } {
  const [name = "weeks", length = "4"] = span.split("-");
  const grain: Grain = name === "months" ? "month" : "week";
  const amount = Number(length);
  const running = beginOf(grain, officeDate(now));
  const stretch = (first: number): Stretch => ({ grain, from: beginAfter(grain, running, first), until: plusDays(beginAfter(grain, running, first + amount), -1) });
  return { present: stretch(1 - amount), former: stretch(1 - 2 * amount) };
}

/**
 * What went through the office in a stretch of weeks or months, beside the stretch before it (reference 7, metrics 3–12). Reads the rows of the sums that it shows, and nothing else: as many
 * after four years as in the first month.
 */
export async function readFlow(db: Db, { filter, span, now }: { filter: FigureFilter; span: Span; now: Date }): Promise<Flow> {
  const { present, former } = stretchesOf(span, now);
  const rows = await db
    .select({ begins: flowSum.begins, measure: flowSum.measure, value: flowSum.value, amount: flowSum.amount })
    .from(flowSum)
    .where(and(narrowedTo(present.grain, filter), gte(flowSum.begins, former.from), lte(flowSum.begins, present.until), notInArray(flowSum.measure, NOT_HERE)));
  const isNow = ({ begins }: { begins: string }) => begins >= present.from;
  return { present, former, now: tallyOf(rows.filter(isNow)), before: tallyOf(rows.filter((row) => !isNow(row))), buckets: bucketsOf(present, rows) };
}

/** What stands on pages of its own (`readTally`). */
const NOT_HERE: Measure[] = ["rule", "decider", "second"];

/** A few measures over the stretch that a span has now. */
export async function readTally(db: Db, { filter, span, now, measures }: { filter: FigureFilter; span: Span; now: Date; measures: readonly Measure[] }): Promise<{ present: Stretch; tally: Tally }> {
  const { present } = stretchesOf(span, now);
  const rows = await db
    .select({ measure: flowSum.measure, value: flowSum.value, amount: sql<string>`sum(${flowSum.amount})` })
    .from(flowSum)
    .where(and(narrowedTo(present.grain, filter), gte(flowSum.begins, present.from), lte(flowSum.begins, present.until), inArray(flowSum.measure, [...measures])))
    .groupBy(flowSum.measure, flowSum.value);
  return { present, tally: tallyOf(rows.map(({ amount, ...row }) => ({ ...row, amount: Number(amount) }))) };
}

/** The lead times of each of these types over a stretch. */
export async function readLeadTimes(db: Db, { filter, stretch, types }: { filter: FigureFilter; stretch: Stretch; types: readonly string[] }): Promise<ReadonlyMap<string, Tally>> {
  const measures: Measure[] = ["review-days", "identification-days", "delivery-days", "whole-days"];
  const wanted = filter.type === undefined ? types : types.filter((type) => type === filter.type);
  if (wanted.length === 0) return new Map();
  const rows = await db
    .select({ type: flowSum.type, measure: flowSum.measure, value: flowSum.value, amount: sql<string>`sum(${flowSum.amount})` })
    .from(flowSum)
    .where(and(eq(flowSum.grain, stretch.grain), inArray(flowSum.type, [...wanted]), eq(flowSum.channel, filter.channel ?? ALL), eq(flowSum.segment, filter.segment ?? ALL), gte(flowSum.begins, stretch.from), lte(flowSum.begins, stretch.until), inArray(flowSum.measure, measures)))
    .groupBy(flowSum.type, flowSum.measure, flowSum.value);
  return new Map(wanted.map((type) => [type, tallyOf(rows.filter((row) => row.type === type).map(({ amount, ...row }) => ({ ...row, amount: Number(amount) })))]));
}

function narrowedTo(grain: Grain, { type, channel, segment }: FigureFilter) {
  return and(eq(flowSum.grain, grain), eq(flowSum.type, type ?? ALL), eq(flowSum.channel, channel ?? ALL), eq(flowSum.segment, segment ?? ALL));
}

type Row = { measure: string; value: string; amount: number };

function tallyOf(rows: readonly Row[]): Tally {
  const tally = new Map<Measure, Map<string, number>>();
  for (const { measure, value, amount } of rows) {
    const of = tally.get(measure as Measure) ?? new Map<string, number>();
    of.set(value, (of.get(value) ?? 0) + amount);
    tally.set(measure as Measure, of);
  }
  return tally;
}

function bucketsOf({ grain, from, until }: Stretch, rows: ReadonlyArray<Row & { begins: string }>): FlowBucket[] {
  const byBegin = new Map<string, Row[]>();
  for (const row of rows) {
    const list = byBegin.get(row.begins);
    if (list) list.push(row);
    else byBegin.set(row.begins, [row]);
  }
  const buckets: FlowBucket[] = [];
  for (let begins = from; begins <= until; begins = beginAfter(grain, begins, 1)) {
    const tally = tallyOf(byBegin.get(begins) ?? []);
    buckets.push({ begins, until: plusDays(beginAfter(grain, begins, 1), -1), received: sumOf(tally, "received"), decided: sumOf(tally, "decided"), done: amountOf(tally, "closed", "done") });
  }
  return buckets;
}

export function amountOf(tally: Tally, measure: Measure, value: string): number {
  return tally.get(measure)?.get(value) ?? 0;
}

export function sumOf(tally: Tally, measure: Measure): number {
  return [...(tally.get(measure)?.values() ?? [])].reduce((sum, amount) => sum + amount, 0);
}

/** A lead time in working days: half of them took no longer than `median`, nine in ten no longer than `p90`; sixty is sixty or more. */
export type LeadTime = { amount: number; median: number; p90: number };

/** The lead time that the amounts of a measure in days come to; null where there are none. By nearest rank, so that it is a number of days that somebody really waited. */
export function leadTimeOf(tally: Tally, measure: Measure): LeadTime | null {
  const days = [...(tally.get(measure) ?? [])].map(([value, amount]) => ({ days: Number(value), amount })).filter(({ amount }) => amount > 0).sort((one, other) => one.days - other.days);
  const amount = days.reduce((sum, one) => sum + one.amount, 0);
  const rank = (share: number) => {
    let passed = 0;
    for (const one of days) {
      passed += one.amount;
      if (passed >= Math.ceil(share * amount)) return one.days;
    }
    return MOST_DAYS;
  };
  return amount === 0 ? null : { amount, median: rank(0.5), p90: rank(0.9) };
}

/** Every sum of a stretch as it is kept, oldest first, for a file. Who decided is left out: that is no table to carry about. */
export async function* everySum(db: Db, { filter, span, now }: { filter: FigureFilter; span: Span; now: Date }): AsyncGenerator<Array<{ begins: string; measure: string; value: string; amount: number }>> {
  const { present } = stretchesOf(span, now);
  for (let begins = present.from; begins <= present.until; begins = beginAfter(present.grain, begins, 1)) {
    const rows = await db
      .select({ begins: flowSum.begins, measure: flowSum.measure, value: flowSum.value, amount: flowSum.amount })
      .from(flowSum)
      .where(and(narrowedTo(present.grain, filter), eq(flowSum.begins, begins), gt(flowSum.amount, 0), notInArray(flowSum.measure, ["decider", "second"])))
      .orderBy(flowSum.measure, flowSum.value);
    if (rows.length > 0) yield rows;
  }
}
