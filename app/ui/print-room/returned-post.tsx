import { useTranslation } from "react-i18next";

import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Notice } from "../notice.tsx";
import { Card, EmptyState, PageTitle, Section } from "../section.tsx";
import { RegisterReturn, type InHand } from "./register-return.tsx";
import { ReturnedLetter, type ReturnShown } from "./returned-letter.tsx";

type Shown = { title: string; typed: string | null; inHand: InHand | null; reasons: readonly string[]; mayRenew: boolean; returns: readonly ReturnShown[] };
type Face = { shown: Shown; format: DeskFormat; problem: DeskProblem | null; registered?: string | null; closed?: string | null };

/** The letters that came back: to register one, and to deal with those that nobody has looked at. */
export function ReturnedPost({ shown, format, problem, registered = null, closed = null }: Face) {
  const { t } = useTranslation("returned-post");
  const { title, typed, inHand, reasons, mayRenew, returns } = shown;
  const about = problem?.values["id"];
  return (
    <>
      <PageTitle title={title} lead={t("lead")} />
      <ErrorSummary problem={problem} labels={{ reference: t("register.reference"), letter: t("register.reference"), reason: t("register.reason"), note: t("open.note") }} />
      {registered && !problem ? <Notice kind="well" live>{t("register.done", { reference: registered })}</Notice> : null}
      {closed && !problem ? <Notice kind="well" live>{t(`closed.${closed}`)}</Notice> : null}
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <Card title={t("register.title")}>
          <RegisterReturn key={registered} typed={typed} inHand={inHand} reasons={reasons} format={format} problem={about === undefined ? problem : null} />
        </Card>
        <Section title={t("open.title", { count: returns.length })}>
          {returns.length === 0 ? <EmptyState title={t("open.empty")}>{t("open.emptyText")}</EmptyState> : null}
          {returns.map((line) => (
            <ReturnedLetter key={line.id} line={line} format={format} mayRenew={mayRenew} problem={about === line.id ? problem : null} />
          ))}
        </Section>
      </div>
    </>
  );
}
