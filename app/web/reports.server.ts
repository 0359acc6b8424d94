import { readNow, stageOf, sumTerms, type FigureFilter, type OpenCell, type Stage } from "#app/domain/dashboards/now.ts";
import { CHANNELS } from "#app/domain/definitions/schema/scope.ts";
import { listStuck } from "#app/domain/jobs/stuck.ts";
import { RUNNING, type DeskFilter } from "#app/domain/requests/desk-list.ts";
import type { RequestStatus } from "#app/domain/requests/lifecycle.ts";
import type { Db } from "#db/types.ts";

import { asSearch, choicesOf, figureAddress } from "./figures.server.ts";
import type { Translate } from "./i18n.server.ts";
import { deskAddress, paths } from "./paths.ts";

type Reader = { db: Db; now: Date; t: Translate };

/** The page "now": the figures of `readNow`, each with its words and with the list of the very requests behind it. */
export async function showNow({ db, now, t }: Reader, filter: FigureFilter) {
  const [{ open, days, due, friday }, stuck] = await Promise.all([readNow(db, { filter, now }), listStuck(db)]);
  const to = (of: DeskFilter) => deskAddress({ view: "all", ...asSearch({ ...filter, ...of }) });
  const status = (one: RequestStatus) => t(`desk:status.${one}`);
  const typeName = (key: string) => t(`requests:${key}.title`);
  const rows = RUNNING.filter((one) => stageOf(one) !== "waiting").map((one) => termsOf(open, one, { status: status(one), to }));
  const worst = worstOf(open);
  return {
    asOf: now.toISOString(),
    friday,
    stuck: stuck.length,
    worst: worst && { type: typeName(worst.type), status: status(worst.status), over: worst.over, amount: worst.over + worst.ending + worst.ample, to: to({ type: worst.type, status: worst.status, term: "over" }) },
    late: to({ term: "over" }),
    thisWeek: { amount: sumTerms(open).thisWeek, to: to({ term: "this-week" }) },
    terms: sumTerms(open),
    stages: (["review", "delivery"] as const).map((stage) => ({ stage, rows: rows.filter((row) => row.stage === stage && row.amount > 0) })).filter((one) => one.rows.length > 0),
    days: days.map(({ day, from, received, decided }) => {
      const there = figureAddress(filter, { from, until: day });
      return { day, received: { amount: received, to: there("received") }, decided: { amount: decided, to: there("decided") } };
    }),
    due,
    table: tableOf(open, { typeName, status, to }),
    channels: CHANNELS.map((channel) => ({ channel, label: t(`desk-list:channel.${channel}`), amount: amountOf(open.filter((cell) => cell.channel === channel)), to: paths.reports(asSearch({ ...filter, channel })) })).filter(({ amount }) => amount > 0),
    choices: await choicesOf({ db, t }),
  };
}

function termsOf(open: readonly OpenCell[], one: RequestStatus, { status, to }: { status: string; to: (of: DeskFilter) => string }) {
  const terms = sumTerms(open.filter((cell) => cell.status === one));
  const of = (["over", "ending", "ample"] as const).map((term) => ({ term, amount: terms[term], to: to({ status: one, term }) }));
  return { key: one, stage: stageOf(one) as Stage, status, of, amount: terms.over + terms.ending + terms.ample };
}

/** Where most is late, of a type in a status whatever its channel; null where nothing is. */
function worstOf(open: readonly OpenCell[]): OpenCell | null {
  const byPlace = new Map<string, OpenCell>();
  for (const cell of open) {
    const key = `${cell.type} ${cell.status}`;
    const before = byPlace.get(key);
    byPlace.set(key, before ? { ...before, amount: before.amount + cell.amount, ...sumTerms([before, cell]) } : cell);
  }
  return [...byPlace.values()].filter(({ over }) => over > 0).sort((one, other) => other.over - one.over)[0] ?? null;
}

type Words = { typeName: (key: string) => string; status: (one: RequestStatus) => string; to: (of: DeskFilter) => string };

/** Types down, statuses across: only those of which something is open. */
function tableOf(open: readonly OpenCell[], { typeName, status, to }: Words) {
  const statuses = RUNNING.filter((one) => open.some((cell) => cell.status === one));
  const types = [...new Set(open.map(({ type }) => type))].map((key) => ({ key, label: typeName(key) })).sort((one, other) => one.label.localeCompare(other.label));
  return {
    statuses: statuses.map((one) => ({ key: one, label: status(one), amount: amountOf(open.filter((cell) => cell.status === one)), to: to({ status: one }) })),
    rows: types.map(({ key, label }) => {
      const own = open.filter(({ type }) => type === key);
      return { key, label, amount: amountOf(own), to: to({ type: key }), cells: statuses.map((one) => ({ key: one, status: status(one), amount: amountOf(own.filter((cell) => cell.status === one)), to: to({ type: key, status: one }) })) };
    }),
    amount: amountOf(open),
    to: to({}),
  };
}

function amountOf(cells: readonly OpenCell[]): number {
  return cells.reduce((sum, { amount }) => sum + amount, 0);
}
