import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { BackLink } from "../navigation.tsx";
import { Notice } from "../notice.tsx";
import { Card, PageTitle } from "../section.tsx";
import { Countdown, StatusTag } from "../status-tag.tsx";
import { Findings } from "./findings.tsx";
import { RequestState } from "./request-state.tsx";
import type { CaseShown, DeskFormat, JudgementShown } from "./screen.ts";

type View = { screen: CaseShown; format: DeskFormat; queue: string; requestPath: (id: string) => string; children: ReactNode };

/** One request on one screen: what was sent and what is known at the left, what the rules say and what can be done at the right. */
export function CaseView({ screen, format, queue, requestPath, children }: View) {
  const { t } = useTranslation(["desk", "requests"]);
  return (
    <>
      <div className="grid gap-2">
        <BackLink to={queue}>{t("desk:case.back")}</BackLink>
        <PageTitle
          kicker={t("desk:case.kicker", { type: t(`requests:${screen.type}.title`), channel: t(`desk:channel.${screen.channel}`), received: `${format.shortDate(screen.receivedAt)} ${format.time(screen.receivedAt)}` })}
          title={
            <>
              <span className="font-mono">{screen.reference}</span> · {screen.subjectName}
            </>
          }
          acts={
            <>
              <TimeLeft screen={screen} format={format} />
              <RequestState status={screen.status} />
            </>
          }
        />
      </div>
      {screen.isObjected && (screen.status === "submitted" || screen.status === "in-review") ? <Notice kind="late" title={t("desk:case.objected.title")}>{t("desk:case.objected.text")}</Notice> : null}
      {/* What is asked, what to do, what went before: on a phone in this order, on a desk the second beside the other two. */}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] lg:grid-rows-[auto_1fr]">
        <div className="min-w-0">
          <Answers screen={screen} />
        </div>
        <div className="grid min-w-0 gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          {screen.judgements.filter(isTold).map((judgement) => (
            <Card key={judgement.point} title={t(`desk:point.${judgement.point}`)}>
              <Findings judgement={judgement} format={format} />
            </Card>
          ))}
          {children}
        </div>
        <div className="grid min-w-0 gap-4">
          <Earlier screen={screen} format={format} requestPath={requestPath} />
          <Trail screen={screen} format={format} />
        </div>
      </div>
    </>
  );
}

/** The screening always; of the other points only what somebody should know. */
function isTold({ point, findings, isSame }: JudgementShown): boolean {
  return point === "screening" || findings.length > 0 || !isSame;
}

function TimeLeft({ screen: { clock }, format }: { screen: CaseShown; format: DeskFormat }) {
  const { t } = useTranslation("desk");
  if (clock === null) return null;
  if (clock.pausedSince !== null) return <StatusTag tone="waiting">{t("case.pausedSince", { date: format.shortDate(clock.pausedSince) })}</StatusTag>;
  return (
    <Countdown daysLeft={clock.daysLeft}>
      {t(`case.clock.${clock.stage}`)} {format.workingDaysLeft(clock.daysLeft)}
    </Countdown>
  );
}

const MONO = new Set(["agb-code", "kvk-number", "establishment-number", "phone", "email", "postcode"]);

function Answers({ screen }: { screen: CaseShown }) {
  const { t } = useTranslation("desk");
  const { practice, answers } = screen;
  return (
    <Card title={t("answers.title")} aside={practice.name === null ? <StatusTag tone="soon">{t("answers.unknownPractice")}</StatusTag> : <span className="font-semibold">{practice.name}</span>}>
      <div className="grid gap-4">
        {answers.map((page) => (
          <section key={page.id} aria-label={page.title} className="grid gap-1">
            <h3 className="text-xs font-semibold text-soft">{page.title}</h3>
            <dl>
              {page.rows.map(({ id, kind, label, lines }) => (
                <div key={id} className="grid gap-x-4 border-b border-line py-1 last:border-0 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
                  <dt className="text-soft">{label}</dt>
                  <dd className="min-w-0 whitespace-pre-line">
                    {lines.length === 1 ? <span className={MONO.has(kind) ? "font-mono text-xs" : undefined}>{lines[0]}</span> : <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Card>
  );
}

function Earlier({ screen, format, requestPath }: Pick<View, "screen" | "format" | "requestPath">) {
  const { t } = useTranslation(["desk", "requests"]);
  return (
    <Card title={t("desk:earlier.title")}>
      {screen.earlier.length === 0 ? <p className="text-soft">{t("desk:earlier.none")}</p> : null}
      <ul className="grid">
        {screen.earlier.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-1.5 last:border-0">
            <span className="flex flex-wrap items-baseline gap-x-3">
              <Link to={requestPath(one.id)} className="font-mono text-link">
                {one.reference}
              </Link>
              <span>{one.subjectName}</span>
              <span className="text-help">
                {t(`desk:earlier.same.${one.same}`)} · {format.shortDate(one.submittedAt)}
              </span>
            </span>
            <RequestState status={one.status} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Trail({ screen, format }: Pick<View, "screen" | "format">) {
  const { t } = useTranslation("desk");
  return (
    <Card title={t("trail.title")}>
      <ol className="grid">
        {screen.trail.map(({ id, at, what, who, text }) => (
          <li key={id} className="grid gap-x-3 border-b border-line py-1.5 last:border-0 sm:grid-cols-[8.5rem_1fr]">
            <time dateTime={at} className="text-help">
              {format.shortDate(at)} {format.time(at)}
            </time>
            <span className="min-w-0">
              {what} <span className="text-soft">· {who}</span>
              {text === null ? null : <q className="block text-soft">{text}</q>}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
