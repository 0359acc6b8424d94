import type { FigurePaper } from "#app/domain/correspondence/figure-paper.ts";
import { sayNow } from "#app/domain/dashboards/say.ts";

import type { showNow } from "../reports.server.ts";
import { barred, noon, plain, tableOf, type Pen } from "./parts.ts";

type Shown = Awaited<ReturnType<typeof showNow>>;
type Part = (shown: Shown, pen: Pen) => FigurePaper["tables"][number];

/** The page "now" on paper: the same sentences and figures, without the links. */
export function nowOnPaper(shown: Shown, pen: Pen): Pick<FigurePaper, "sentences" | "tables"> {
  const { onTime, hurts, comes, stuck } = sayNow(shown, pen);
  return {
    sentences: [onTime, hurts, comes, ...(stuck === null ? [] : [stuck])].map((text) => ({ text })),
    tables: [terms, due, days, open].map((part) => part(shown, pen)),
  };
}

const terms: Part = ({ stages, terms: sum }, { words, format }) => {
  const amount = sum.over + sum.ending + sum.ample;
  return tableOf({
    title: words("terms.title", { count: amount, amount: format.number(amount) }),
    heads: [words("terms.status"), words("terms.picture"), { text: words("terms.over"), look: "full" }, { text: words("terms.ending"), look: "hatched" }, { text: words("terms.ample"), look: "open" }],
    rows: stages.flatMap(({ stage, rows }) => [
      { label: words(`terms.${stage}`), isGroup: true, cells: [] },
      ...rows.map(({ status, of }) => ({
        label: status,
        cells: [{ text: "", bar: of.map((one) => ({ share: one.amount, look: ({ over: "full", ending: "hatched", ample: "open" } as const)[one.term] })) }, ...of.map((one) => plain(format.number(one.amount)))],
      })),
    ]),
    none: words("terms.none"),
    notes: [words("terms.counts")],
  });
};

const due: Part = ({ due: rows, thisWeek, friday }, pen) =>
  tableOf({
    title: thisWeek.amount === 0 ? pen.words("due.title_none") : pen.words("due.title", { count: thisWeek.amount, amount: pen.format.number(thisWeek.amount) }),
    heads: [pen.words("due.day"), pen.words("due.amount")],
    rows: rows.map(({ day, amount }) => ({ label: pen.format.date(noon(day)), cells: [barred(pen, amount)] })),
    notes: [pen.words("due.counts", { friday: pen.format.date(noon(friday)) })],
  });

const days: Part = ({ days: rows }, pen) => {
  const sum = (key: "received" | "decided") => pen.format.number(rows.reduce((all, day) => all + day[key].amount, 0));
  return tableOf({
    title: pen.words("flow.title", { received: sum("received"), decided: sum("decided") }),
    heads: [pen.words("flow.day"), { text: pen.words("flow.received"), look: "full" }, { text: pen.words("flow.decided"), look: "hatched" }],
    rows: rows.map(({ day, received, decided }) => ({ label: pen.format.date(noon(day)), cells: [barred(pen, received.amount), barred(pen, decided.amount, "hatched")] })),
    notes: [pen.words("flow.counts")],
  });
};

const open: Part = ({ table, channels }, { words, format }) => {
  const amount = (one: number) => plain(one === 0 ? "·" : format.number(one));
  const rows = table.rows.map(({ label, cells, amount: sum }) => ({ label, cells: [...cells.map((cell) => amount(cell.amount)), amount(sum)] }));
  const sums = { label: words("open.total"), isStrong: true, cells: [...table.statuses.map((one) => amount(one.amount)), amount(table.amount)] };
  return tableOf({
    title: words("open.title", { count: table.amount, amount: format.number(table.amount) }),
    heads: [words("open.type"), ...table.statuses.map(({ label }) => label), words("open.total")],
    rows: rows.length === 0 ? [] : [...rows, sums],
    none: words("open.none"),
    notes: [...(channels.length === 0 ? [] : [`${words("open.channels")}: ${channels.map((one) => `${one.label} ${format.number(one.amount)}`).join(" · ")}`]), words("open.counts")],
  });
};
