import { Form, Link, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { DateInput } from "../date-input.tsx";
import { typedParts } from "../day-parts.ts";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Notice } from "../notice.tsx";
import { Progress } from "../progress.tsx";
import { Card, EmptyState, PageTitle } from "../section.tsx";
import { BacktestResult, type RunShown } from "./backtest-result.tsx";

type Screen = { changeTitle: string; mayTry: boolean; days: { from: string; until: string }; run: RunShown | null };
type Props = { title: string; screen: Screen; problem: DeskProblem | null; changePath: string; cancelPath: string; format: DeskFormat };

const ASK_AGAIN_MS = 1000;

/** A change tried on requests of the past: how far it is, what came of it, and the form to try it (again). */
export function BacktestPage({ title, screen, problem, changePath, cancelPath, format }: Props) {
  const { t } = useTranslation("studio");
  const { run, mayTry, changeTitle, days } = screen;
  const isRunning = run?.state === "running";
  useCourse(isRunning);
  return (
    <>
      <PageTitle title={title} kicker={<Link to={changePath} className="text-link">{changeTitle}</Link>} lead={t("backtest.lead")} />
      <ErrorSummary problem={problem} />
      {run === null ? <EmptyState title={t("backtest.none")}>{t(mayTry ? "backtest.noneText" : "backtest.noneToTry")}</EmptyState> : null}
      {isRunning && run ? <Course run={run} mayTry={mayTry} cancelPath={cancelPath} format={format} /> : null}
      {run && !isRunning ? <BacktestResult run={run} format={format} /> : null}
      {mayTry && !isRunning ? (
        <Card title={t(run === null ? "backtest.try" : "backtest.tryAgain")}>
          <Form method="post" className="grid justify-items-start gap-4">
            <div className="flex flex-wrap gap-x-8 gap-y-4">
              <DateInput name="from" label={t("backtest.from")} error={problem?.fields["from"]} value={typedParts(problem?.values, "from", days.from)} />
              <DateInput name="until" label={t("backtest.until")} error={problem?.fields["until"]} value={typedParts(problem?.values, "until", days.until)} />
            </div>
            <p className="max-w-text text-help">{t("backtest.help")}</p>
            <Button size="small">{t("backtest.act")}</Button>
          </Form>
        </Card>
      ) : null}
    </>
  );
}

/** Asks how far it is once a second, until it is over. */
function useCourse(isRunning: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!isRunning || state !== "idle") return;
    const later = setTimeout(() => revalidate(), ASK_AGAIN_MS);
    return () => clearTimeout(later);
  }, [isRunning, revalidate, state]);
}

function Course({ run, mayTry, cancelPath, format }: { run: RunShown; mayTry: boolean; cancelPath: string; format: DeskFormat }) {
  const { t } = useTranslation("studio");
  const { done, total } = run;
  return (
    <Notice title={t("backtest.running", { from: format.dateOnly(run.from), until: format.dateOnly(run.until), who: run.begunBy })} live>
      <div className="grid justify-items-start gap-3">
        <div className="w-full">
          <Progress label={total === null ? t("backtest.counting") : t("backtest.progress", { done: format.number(done), total: format.number(total) })} {...(total !== null && { value: total === 0 ? 1 : done / total })} />
        </div>
        {mayTry ? (
          <Form method="post" action={cancelPath}>
            <input type="hidden" name="backtestId" value={run.id} />
            <Button size="small" look="other">
              {t("backtest.cancel")}
            </Button>
          </Form>
        ) : null}
      </div>
    </Notice>
  );
}
