import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { DateInput } from "../date-input.tsx";
import { typedParts } from "../day-parts.ts";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { TextArea, TextInput } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card, DefinitionList, EmptyState, PageTitle } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import { Reissues as Replacing, type ReissueShown } from "./reissues.tsx";

type Party = { name: string; kvkNumber: string; to: string | null };
type Line = {
  id: string;
  agbCode: string;
  practice: string;
  from: Party;
  to: Party;
  movesOn: string;
  reason: string;
  proposed: { by: string; at: string };
  decided: { by: string; at: string } | null;
  outcome: "approved" | "refused" | "withdrawn" | null;
  heldBy: string | null;
  carriedOutAt: string | null;
  went: { accounts: number; requests: number } | null;
  isMine: boolean;
  mayDecide: boolean;
  mayWithdraw: boolean;
  /** Certificates that their holders replace by themselves (R107). */
  replacing: readonly ReissueShown[];
  reissues: ReadonlyArray<{ id: string; userNumber: string; user: string; to: string | null; done: { by: string; at: string } | null }>;
  mayTickOff: boolean;
};
type Face = { shown: { title: string; today: string; reissue: string; lines: readonly Line[] }; format: DeskFormat; problem: DeskProblem | null; done?: string | null };

/** AGB codes that go to another enterprise, what is still to be done first, and a form to propose another one. */
export function Moves({ shown, format, problem, done = null }: Face) {
  const { t } = useTranslation("moves");
  return (
    <>
      <PageTitle title={shown.title} lead={t("lead")} />
      <ErrorSummary problem={problem} labels={{ agbCode: t("propose.code"), toKvk: t("propose.kvk"), movesOn: t("propose.on"), reason: t("propose.reason") }} />
      {done && !problem ? <Notice kind="well" live>{t(`done.${done}`)}</Notice> : null}
      {shown.lines.length === 0 ? <EmptyState title={t("none")}>{t("noneText")}</EmptyState> : null}
      <ul className="grid gap-4" aria-label={t("caption")}>
        {shown.lines.map((line) => (
          <li key={line.id}>
            <Move line={line} how={shown.reissue} format={format} />
          </li>
        ))}
      </ul>
      <Propose key={shown.lines.length} today={shown.today} problem={problem} />
    </>
  );
}

function Move({ line, how, format }: { line: Line; how: string; format: DeskFormat }) {
  const { t } = useTranslation("moves");
  const moment = ({ by, at }: { by: string; at: string }) => t("by", { who: by, when: format.dateTime(at) });
  return (
    <Card title={<><span className="font-mono">{line.agbCode}</span> · {line.practice}</>} aside={<State line={line} format={format} />}>
      <div className="grid gap-3">
        <DefinitionList
          facts={[
            { label: t("facts.from"), value: <PartyName party={line.from} /> },
            { label: t("facts.to"), value: <PartyName party={line.to} /> },
            { label: t("facts.on"), value: format.date(line.movesOn) },
            { label: t("facts.reason"), value: line.reason },
            { label: t("facts.proposed"), value: moment(line.proposed) },
            { label: t("facts.decided"), value: line.decided ? moment(line.decided) : null },
            { label: t("facts.went"), value: line.went ? t("went", line.went) : null },
          ]}
        />
        {line.replacing.length > 0 ? (
          <section aria-labelledby={`replacing-${line.id}`} className="grid gap-2">
            <h3 id={`replacing-${line.id}`} className="font-semibold">{t("replacing")}</h3>
            <Replacing lines={line.replacing} here="move" format={format} />
          </section>
        ) : null}
        {line.reissues.length > 0 ? <Reissues line={line} how={how} moment={moment} /> : null}
        {line.isMine && line.outcome === null ? <p className="text-soft">{t("own")}</p> : null}
        {line.mayDecide || line.mayWithdraw ? (
          <Form method="post" action={`/moves/${line.id}`} className="flex flex-wrap gap-2">
            {line.mayDecide ? (
              <>
                <Button size="small" name="outcome" value="approved">{t("approve")}</Button>
                <Button size="small" look="danger" name="outcome" value="refused">{t("refuse")}</Button>
              </>
            ) : null}
            {line.mayWithdraw ? <Button size="small" look="other" name="outcome" value="withdrawn">{t("withdraw")}</Button> : null}
          </Form>
        ) : null}
      </div>
    </Card>
  );
}

/** The certificates that still name the former enterprise, each with the button that says that it was dealt with. */
function Reissues({ line, how, moment }: { line: Line; how: string; moment: (of: { by: string; at: string }) => string }) {
  const { t } = useTranslation("moves");
  return (
    <section aria-labelledby={`reissues-${line.id}`} className="grid gap-2">
      <h3 id={`reissues-${line.id}`} className="font-semibold">{t("reissue.title")}</h3>
      <p className="max-w-text">{how}</p>
      <ul className="grid">
        {line.reissues.map(({ id, userNumber, user, to, done }) => (
          <li key={id} className="flex min-h-9 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line py-1.5 last:border-0">
            <span>
              {to === null ? <span className="font-mono">{userNumber}</span> : <Link to={to} className="font-mono text-link">{userNumber}</Link>} {user}
            </span>
            {done ? (
              <span className="text-help">{t("reissue.done", { what: moment(done) })}</span>
            ) : line.mayTickOff ? (
              <Form method="post" action={`/moves/${line.id}/reissues`}>
                <input type="hidden" name="task" value={id} />
                <Button size="small" look="other" aria-label={t("reissue.actLabel", { user })}>{t("reissue.act")}</Button>
              </Form>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function PartyName({ party }: { party: Party }) {
  return (
    <>
      {party.to === null ? party.name : <Link to={party.to} className="text-link">{party.name}</Link>} <span className="font-mono text-xs">{party.kvkNumber}</span>
    </>
  );
}

function State({ line, format }: { line: Line; format: DeskFormat }) {
  const { t } = useTranslation("moves");
  if (line.carriedOutAt !== null) return <StatusTag tone="well">{t("state.carried", { date: format.shortDate(line.carriedOutAt) })}</StatusTag>;
  if (line.outcome === "refused" || line.outcome === "withdrawn") return <StatusTag>{t(`state.${line.outcome}`)}</StatusTag>;
  if (line.outcome === null) return <StatusTag tone="soon">{t("state.proposed")}</StatusTag>;
  return line.heldBy === null ? <StatusTag tone="waiting">{t("state.approved", { date: format.shortDate(line.movesOn) })}</StatusTag> : <StatusTag tone="late">{t("state.held", { why: line.heldBy })}</StatusTag>;
}

function Propose({ today, problem }: { today: string; problem: DeskProblem | null }) {
  const { t } = useTranslation("moves");
  return (
    <Card title={t("propose.title")}>
      <Form method="post" action="/moves?index" className="grid gap-4">
        <div className="flex flex-wrap items-end gap-4">
          <TextInput name="agbCode" label={t("propose.code")} width="short" mono inputMode="numeric" maxLength={8} error={problem?.fields["agbCode"]} defaultValue={typedText(problem, "agbCode")} />
          <TextInput name="toKvk" label={t("propose.kvk")} width="short" mono inputMode="numeric" maxLength={8} error={problem?.fields["toKvk"]} defaultValue={typedText(problem, "toKvk")} />
          <DateInput name="movesOn" label={t("propose.on")} error={problem?.fields["movesOn"]} value={typedParts(problem?.values, "movesOn", today)} />
        </div>
        <TextArea name="reason" label={t("propose.reason")} help={t("propose.reasonHelp")} rows={2} most={1000} error={problem?.fields["reason"]} defaultValue={typedText(problem, "reason")} />
        <div>
          <Button size="small">{t("propose.act")}</Button>
        </div>
      </Form>
    </Card>
  );
}
