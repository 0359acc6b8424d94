import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../desk/screen.ts";
import { Bar } from "../bar.tsx";
import { Notice } from "../notice.tsx";
import { Card } from "../section.tsx";

type SampleShown = { reference: string; path: string | null };
type SumShown = { key: string; judged: number; otherwise: number };
type MoveShown = { type: string; point: string; was: string; is: string; count: number; samples: readonly SampleShown[] };
type RuleShown = { type: string; point: string; rule: string; began: boolean; count: number; samples: readonly SampleShown[] };

export type RunShown = {
  id: string;
  state: "running" | "done" | "cancelled" | "stopped";
  from: string;
  until: string;
  policiesOn: string;
  passedOver: readonly string[];
  begunBy: string;
  begunAt: string;
  endedAt: string | null;
  stoppedBy: string | null;
  done: number;
  total: number | null;
  isOutdated: boolean;
  sums: Record<"requests" | "requestsOtherwise" | "judged" | "otherwise" | "saidOtherwise" | "unjudged", number>;
  weeks: readonly SumShown[];
  types: readonly SumShown[];
  moves: readonly MoveShown[];
  rules: readonly RuleShown[];
  unjudged: ReadonlyArray<{ type: string; fact: string; count: number; samples: readonly SampleShown[] }>;
};

/** What came of trying a change: how many come out otherwise, when, from what to what, and by which rule, with a few requests of each. */
export function BacktestResult({ run, format }: { run: RunShown; format: DeskFormat }) {
  const { t } = useTranslation("studio");
  const { sums, weeks, types, moves, rules, unjudged, passedOver } = run;
  const number = (value: number) => format.number(value);
  return (
    <>
      {run.isOutdated ? <Notice kind="warn" title={t("backtest.outdated")}>{t("backtest.outdatedText")}</Notice> : null}
      {run.state === "cancelled" ? <Notice kind="warn" title={t("backtest.cancelled", { done: number(run.done), total: run.total === null ? "…" : number(run.total) })} /> : null}
      {run.stoppedBy === null ? null : <Notice kind="late" title={t("backtest.stopped")}>{run.stoppedBy}</Notice>}
      <Card title={sums.requests === 0 ? t("backtest.nobody") : t("backtest.sum", { count: sums.requestsOtherwise, otherwise: number(sums.requestsOtherwise), requests: number(sums.requests) })}>
        <div className="grid gap-2">
          <p className="max-w-text">{t("backtest.period", { from: format.dateOnly(run.from), until: format.dateOnly(run.until), on: format.dateOnly(run.policiesOn) })}</p>
          <p className="max-w-text text-soft">{t("backtest.judgements", { count: sums.judged, judged: number(sums.judged), otherwise: number(sums.otherwise), said: number(sums.saidOtherwise) })}</p>
          {passedOver.length === 0 ? null : <p className="max-w-text text-soft">{t("backtest.passedOver", { rules: passedOver.join(", ") })}</p>}
          <p className="text-help">{t("backtest.by", { who: run.begunBy, when: format.dateTime(run.begunAt) })}</p>
        </div>
      </Card>
      {unjudged.length === 0 ? null : (
        <Notice kind="warn" title={t("backtest.unjudged", { count: sums.unjudged })}>
          <ul className="grid gap-1">
            {unjudged.map(({ type, fact, count, samples }) => (
              <li key={`${type}${fact}`}>
                {type}: {number(count)}. <code className="font-mono">{fact}</code> <Samples samples={samples} />
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {weeks.length === 0 ? null : (
        <Card title={t("backtest.weeks")}>
          <Bars rows={weeks} caption={t("backtest.weeksCaption")} head={t("backtest.week")} format={format} />
        </Card>
      )}
      {types.length < 2 ? null : (
        <Card title={t("backtest.types")}>
          <Bars rows={types} caption={t("backtest.typesCaption")} head={t("backtest.type")} format={format} />
        </Card>
      )}
      {moves.length === 0 ? null : (
        <Card title={t("backtest.moves")}>
          <ul aria-label={t("backtest.movesCaption")} className="grid gap-4">
            {moves.map(({ type, point, was, is, count, samples }) => (
              <Line key={`${type}${point}${was}${is}`} count={number(count)} what={`${type}, ${point}`} samples={samples}>
                <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)]">
                  <dt className="text-soft">{t("backtest.was")}</dt>
                  <dd className="break-words">{was}</dd>
                  <dt className="text-soft">{t("backtest.is")}</dt>
                  <dd className="font-semibold break-words">{is}</dd>
                </dl>
              </Line>
            ))}
          </ul>
        </Card>
      )}
      {rules.length === 0 ? null : (
        <Card title={t("backtest.rules")}>
          <ul aria-label={t("backtest.rulesCaption")} className="grid gap-4">
            {rules.map(({ type, point, rule, began, count, samples }) => (
              <Line key={`${type}${point}${rule}${String(began)}`} count={number(count)} what={`${type}, ${point}`} samples={samples}>
                <p>
                  <code className="font-mono break-words">{rule}</code> {t(began ? "backtest.began" : "backtest.ceased")}
                </p>
              </Line>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

/** How often, of which requests, with a few of them. A list, so that it fits a phone and whoever cannot see it hears each with its words. */
function Line({ count, what, samples, children }: { count: string; what: string; samples: readonly SampleShown[]; children: ReactNode }) {
  const { t } = useTranslation("studio");
  return (
    <li className="grid gap-1 border-b border-line pb-3 last:border-0 last:pb-0">
      <p>
        <strong className="tabular-nums">{count} ×</strong> <span className="text-soft">{what}</span>
      </p>
      {children}
      <p className="text-help">
        {t("backtest.samples")}: <Samples samples={samples} />
      </p>
    </li>
  );
}

/** A few requests to open; their numbers alone for who may not read them. */
function Samples({ samples }: { samples: readonly SampleShown[] }) {
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {samples.map(({ reference, path }) =>
        path === null ? (
          <span key={reference} className="whitespace-nowrap">{reference}</span>
        ) : (
          <Link key={reference} to={path} className="inline-flex min-h-6 items-center whitespace-nowrap text-link">
            {reference}
          </Link>
        ),
      )}
    </span>
  );
}

/** A table in which each row draws itself, so that whoever does not see it reads the same: of all that was judged, what comes out otherwise. */
function Bars({ rows, caption, head, format }: { rows: readonly SumShown[]; caption: string; head: string; format: DeskFormat }) {
  const { t } = useTranslation("studio");
  const most = Math.max(1, ...rows.map(({ judged }) => judged));
  return (
    <table className="w-full border-collapse text-left text-sm tabular-nums">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="border-b border-edge text-soft">
          <th scope="col" className="py-1 pr-3">{head}</th>
          <th scope="col" className="py-1"><span className="sr-only">{t("backtest.picture")}</span></th>
          <th scope="col" className="py-1 pl-3 text-right">{t("backtest.otherwise")}</th>
          <th scope="col" className="py-1 pl-3 text-right">{t("backtest.judged")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, judged, otherwise }) => (
          <tr key={key} className="border-b border-line last:border-0">
            <th scope="row" className="py-1 pr-3 font-normal whitespace-nowrap">{key}</th>
            <td className="w-1/2 py-1">
              <Bar most={most} pieces={[{ key: "otherwise", share: otherwise, look: "fill-petrol" }, { key: "same", share: judged - otherwise, look: "fill-line" }]} />
            </td>
            <td className="py-1 pl-3 text-right">{format.number(otherwise)}</td>
            <td className="py-1 pl-3 text-right text-soft">{format.number(judged)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
