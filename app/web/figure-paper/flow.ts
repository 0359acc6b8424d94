import type { FigurePaper, FigureRow } from "#app/domain/correspondence/figure-paper.ts";
import { sayFlow } from "#app/domain/dashboards/say.ts";
import type { LeadTime } from "#app/domain/dashboards/flow/read.ts";

import type { showFlow } from "../flow.server.ts";
import { barred, plain, tableOf, type Pen } from "./parts.ts";

type Shown = Awaited<ReturnType<typeof showFlow>>;
type Part = (shown: Shown, pen: Pen) => FigurePaper["tables"][number];
type Pair = { label: string; amount: number; before: number };

/** The page "flow" on paper: the same sentences and figures, without the links. */
export function flowOnPaper(shown: Shown, pen: Pen): Pick<FigurePaper, "sentences" | "tables"> {
  const { inTime, lead, right } = sayFlow(shown.say, pen);
  return {
    sentences: [inTime, lead, right].map(({ text, aside }) => (aside === null ? { text } : { text, aside })),
    tables: [trend, leadTimes, outcomes, hows, most("reasons"), most("questions"), funnel, letters, standing].map((part) => part(shown, pen)),
  };
}

const trend: Part = ({ buckets }, pen) => {
  const sum = (key: "received" | "decided" | "done") => pen.format.number(buckets.reduce((all, bucket) => all + bucket[key].amount, 0));
  return tableOf({
    title: pen.words("trend.title", { received: sum("received"), decided: sum("decided"), done: sum("done") }),
    heads: [pen.words("trend.bucket"), { text: pen.words("trend.received"), look: "full" }, { text: pen.words("trend.decided"), look: "hatched" }, { text: pen.words("trend.done"), look: "open" }],
    rows: buckets.map(({ name, isRunning, received, decided, done }) => ({
      label: isRunning ? `${name} ${pen.words("trend.running")}` : name,
      cells: [barred(pen, received.amount), barred(pen, decided.amount, "hatched"), barred(pen, done.amount, "open")],
    })),
    notes: [pen.words("trend.counts")],
  });
};

const leadTimes: Part = ({ stages, types }, { words }) => {
  const cell = (lead: LeadTime | null) => plain(lead === null ? "·" : words("leadTimes.cell", { median: lead.median, p90: lead.p90 }));
  return tableOf({
    title: words("leadTimes.title"),
    heads: [words("open.type"), ...stages.map(({ stage }) => words(`leadTimes.${stage}`))],
    rows: [
      { label: words("leadTimes.all"), isStrong: true, cells: stages.map(({ lead }) => cell(lead)) },
      { label: words("past.before"), cells: stages.map(({ before }) => cell(before)) },
      ...types.map(({ label, leads }) => ({ label, cells: leads.map(({ lead }) => cell(lead)) })),
    ],
    notes: [words("leadTimes.counts")],
  });
};

/** A figure beside what it was in the time before. */
function pairs(rows: readonly Pair[], pen: Pen): FigureRow[] {
  return rows.map(({ label, amount, before }) => ({ label, cells: [barred(pen, amount), plain(pen.format.number(before))] }));
}
const pairHeads = ({ words }: Pen) => [words("past.what"), words("past.now"), words("past.before")];
const named = (rows: ReadonlyArray<Omit<Pair, "label"> & { key: string }>, group: string, { words }: Pen): Pair[] => rows.map((row) => ({ ...row, label: words(`${group}.${row.key}`) }));

const outcomes: Part = (shown, pen) =>
  tableOf({ title: pen.words("outcomes.title"), heads: pairHeads(pen), rows: pairs(named([...shown.outcomes, ...shown.ends], "outcomes", pen), pen), notes: [pen.words("outcomes.counts")] });

const hows: Part = (shown, pen) => tableOf({ title: pen.words("hows.title"), heads: pairHeads(pen), rows: pairs(named(shown.hows, "hows", pen), pen), notes: [pen.words("outcomes.counts")] });

const most = (of: "reasons" | "questions"): Part => (shown, pen) => tableOf({ title: pen.words(`${of}.title`), heads: pairHeads(pen), rows: pairs(shown[of], pen), none: pen.words(`${of}.none`), notes: [pen.words(`${of}.counts`)] });

const letters: Part = (shown, pen) => tableOf({ title: pen.words("letters.title"), heads: pairHeads(pen), rows: pairs(named(shown.letters, "letters", pen), pen), notes: [pen.words("letters.counts")] });

const funnel: Part = ({ funnel: steps, aside }, pen) => {
  const { words, format } = pen;
  const sent = steps[0]?.amount ?? 0;
  return tableOf({
    title: words("funnel.title", { count: sent, amount: format.number(sent) }),
    heads: [words("funnel.step"), words("due.amount"), words("funnel.share"), words("funnel.lost")],
    rows: steps.map(({ key, amount, share, lost }) => ({
      label: words(`funnel.steps.${key}`),
      cells: [barred(pen, amount), plain(share === null ? "·" : words("past.percent", { percent: share })), plain(lost === 0 ? "·" : format.number(lost))],
    })),
    notes: [`${words("funnel.aside")} ${aside.map(({ key, amount }) => `${words(`funnel.steps.${key}`)} ${format.number(amount)}`).join(" · ")}`, words("funnel.counts")],
  });
};

const standing: Part = ({ standing: { bands, expiring, reinstallable, blocked } }, pen) => {
  const { words } = pen;
  const rows = [
    ...[...bands, ...expiring].map(({ key, amount }) => ({ label: words(`standing.${key}`), amount })),
    ...(reinstallable ? [{ label: words("standing.reinstallable", { count: reinstallable.windowDays }), amount: reinstallable.amount }] : []),
    ...blocked.map(({ key, amount }) => ({ label: words(`standing.blocked.${key}`), amount })),
  ];
  return tableOf({ title: words("standing.title"), heads: [words("past.what"), words("past.now")], rows: rows.map(({ label, amount }) => ({ label, cells: [barred(pen, amount)] })), notes: [words("standing.counts"), words("paper.notNarrowed")] });
};
