import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { buttonClass } from "../button.tsx";
import { BackLink } from "../navigation.tsx";
import { Checklist } from "../form/checklist.tsx";
import { Notice } from "../notice.tsx";
import { PrintRequest } from "../paper/print-request.tsx";
import { Card, PageTitle } from "../section.tsx";
import { Countdown, StatusTag } from "../status-tag.tsx";
import { ChangeTable } from "./change-table.tsx";
import { DataChangeTable } from "./data-change-table.tsx";
import { Findings, pointsOf } from "./findings.tsx";
import { People } from "./people.tsx";
import { RequestState } from "./request-state.tsx";
import { RoleChange } from "./role-change.tsx";
import { SameForms } from "./same-forms.tsx";
import type { CaseShown, DeskFormat, JudgementShown } from "./screen.ts";
import { Trail } from "./trail.tsx";
import { UrgentCall } from "./urgent-call.tsx";

type View = { screen: CaseShown; format: DeskFormat; queue: string; requestPath: (id: string) => string; children: ReactNode };

/** One request on one screen: what was sent and what is known at the left, what the rules say and what can be done at the right. */
export function CaseView({ screen, format, queue, requestPath, children }: View) {
  const { t } = useTranslation(["desk", "requests", "checklist"]);
  const isRuling = screen.status === "identification-desk";
  const asked = (
    <div className="min-w-0">
      <div className="grid gap-4">
        {screen.call === null ? null : <UrgentCall call={screen.call} format={format} />}
        {screen.change === null ? null : <ChangeTable change={screen.change} />}
        {screen.roleChange === null ? null : <RoleChange change={screen.roleChange} />}
        {screen.dataChange === null ? null : <DataChangeTable change={screen.dataChange} />}
        {screen.same === null ? null : <SameForms same={screen.same} format={format} requestPath={requestPath} />}
        {screen.checklist === null ? null : (
          <Card title={t("checklist:desk.title")}>
            <p className="text-soft">{t("checklist:desk.lead")}</p>
            <Checklist items={screen.checklist.map((item) => ({ ...item, to: null }))} />
          </Card>
        )}
        <Answers screen={screen} />
      </div>
      {isRuling ? null : <ToActs screen={screen} />}
    </div>
  );
  return (
    <>
      <div className="grid gap-2">
        <BackLink to={queue}>{t("desk:case.back")}</BackLink>
        <PageTitle
          kicker={t("desk:case.kicker", { type: t(`requests:${screen.type}.title`), channel: t(`desk:channel.${screen.channel}`), received: `${format.shortDate(screen.receivedAt)} ${format.time(screen.receivedAt)}` })}
          title={
            <>
              <span className="font-mono">{screen.reference}</span> · <Linked to={screen.subjectTo}>{screen.subjectName}</Linked>
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
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] lg:grid-rows-[auto_1fr]">
        {/* On a phone: what is asked, what to do, what went before. Where only a ruling is left to give, that comes first. */}
        {isRuling ? null : asked}
        <div className="grid min-w-0 gap-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          {isRuling ? children : null}
          {screen.judgements.filter(isTold).map((judgement) => (
            <Card key={judgement.point} title={t(`desk:point.${judgement.point}`)}>
              <Findings judgement={judgement} format={format} />
            </Card>
          ))}
          {screen.people.length > 0 ? <People people={screen.people} format={format} /> : null}
          {isRuling ? null : children}
        </div>
        {isRuling ? asked : null}
        <div className="grid min-w-0 gap-4">
          <Earlier screen={screen} format={format} requestPath={requestPath} />
          <Trail trail={screen.trail} format={format} />
        </div>
      </div>
    </>
  );
}

/**
 * On a phone the answers are long: as long as one reads them, the way to what can be done stays at the bottom of the window. It ends with the answers, so
 * that it covers nothing of what it leads to.
 */
function ToActs({ screen }: { screen: CaseShown }) {
  const { t } = useTranslation("desk");
  const points = pointsOf(screen);
  const isMineToDecide = screen.status === "in-review" && screen.claim?.isMine === true && screen.may.decide;
  const isToCheck = screen.status === "second-check" && screen.may.secondCheck && !screen.decision?.isMine;
  return (
    <div className="sticky bottom-0 z-10 -mx-1 mt-2 flex items-center justify-between gap-3 border-t border-line bg-paper px-1 py-2 lg:hidden" data-to-acts>
      <span className="text-help">{screen.isBlocked ? t("case.barBlocked") : points > 0 ? t("case.barPoints", { count: points }) : t("case.barClear")}</span>
      <a href="#acts" className={buttonClass(isMineToDecide || isToCheck ? "main" : "other", "small")}>
        {t(isMineToDecide || isToCheck ? "case.toDecision" : "case.toActs")}
      </a>
    </div>
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
  if (clock.left === null) return null;
  return (
    <Countdown daysLeft={clock.left.days} isLate={clock.left.isLate}>
      {t(`case.clock.${clock.stage}`)} {format.timeLeft(clock.left)}
    </Countdown>
  );
}

/** A name that leads to what we know of whose it is, where somebody may see that. */
function Linked({ to, children }: { to: string | null; children: ReactNode }) {
  return to === null ? <>{children}</> : <Link to={to} className="text-link">{children}</Link>;
}

const MONO = new Set(["agb-code", "kvk-number", "establishment-number", "user-number", "postcode"]);

function Answers({ screen }: { screen: CaseShown }) {
  const { t } = useTranslation("desk");
  const { practice, answers } = screen;
  return (
    <Card title={t("answers.title")} aside={practice.name === null ? <StatusTag tone="soon">{t("answers.unknownPractice")}</StatusTag> : <span className="font-semibold"><Linked to={practice.to}>{practice.name}</Linked></span>}>
      <div className="grid gap-4">
        {answers.map((page) => (
          <section key={page.id} aria-label={page.title} className="grid gap-1">
            <h3 className="text-xs font-semibold text-soft">{page.title}</h3>
            <dl>
              {page.rows.map(({ id, kind, label, lines }) => (
                <div key={id} className="grid gap-x-4 border-b border-line py-1 last:border-0 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
                  <dt className="text-soft">{label}</dt>
                  <dd className="min-w-0 whitespace-pre-line">
                    {lines.length === 1 ? <span className={MONO.has(kind) ? "font-mono text-xs" : undefined}>{kind === "email" ? <Address text={lines[0] ?? ""} /> : lines[0]}</span> : <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        {screen.printAt === null ? null : <PrintRequest action={screen.printAt} />}
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

/** An e-mail address, which breaks behind its @ and nowhere else. */
function Address({ text }: { text: string }) {
  const at = text.lastIndexOf("@") + 1;
  return (
    <>
      {text.slice(0, at)}
      <wbr />
      {text.slice(at)}
    </>
  );
}
