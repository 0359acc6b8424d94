import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { ConfirmSubmit } from "../confirm-submit.tsx";
import { DateInput } from "../date-input.tsx";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Select, TextArea, TextInput } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card, EmptyState, PageTitle } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import { ChangeStatusTag, Differences, Examples, Findings } from "./parts.tsx";
import type { ChangeShown, EntryShown } from "./shown.ts";

export type ChangeActs = Record<"entries" | "proposal" | "approval" | "draft" | "withdrawal" | "undo", string>;
type Props = { change: ChangeShown; acts: ChangeActs; problem: DeskProblem | null; studioPath: string; kinds: readonly string[]; format: DeskFormat };

/** A change: what it would do and what is wrong with it, and what may be done with it now by whoever looks. */
export function ChangePage({ change, acts, problem, studioPath, kinds, format }: Props) {
  const { t } = useTranslation("studio");
  const { may, entries, elsewhere, examplesElsewhere } = change;
  return (
    <>
      <PageTitle title={change.title} kicker={<Link to={studioPath} className="text-link">{t("title")}</Link>} />
      <ErrorSummary problem={problem} />
      <p className="flex flex-wrap items-center gap-3">
        <ChangeStatusTag status={change.status} />
        <span className="text-soft">{standing(change, t, format)}</span>
      </p>
      {change.stoppedBy === null ? null : (
        <Notice kind="late" title={t("change.stopped")}>
          <p>{change.stoppedBy}</p>
        </Notice>
      )}
      {change.reason === null ? null : (
        <p>
          {t("change.reason")} <q>{change.reason}</q>
        </p>
      )}
      {elsewhere.length === 0 ? null : (
        <Card title={t("change.elsewhere")}>
          <Findings findings={elsewhere} caption={t("change.elsewhere")} />
        </Card>
      )}
      {examplesElsewhere.length === 0 ? null : (
        <Card title={t("examples.elsewhere")}>
          <div className="grid gap-4">
            {examplesElsewhere.map(({ title, path, examples }) => (
              <div key={path} className="grid gap-2">
                <p>
                  <Link to={path} className="text-link">
                    {t("kind.rule-set")}: {title}
                  </Link>
                </p>
                <Examples examples={examples} />
              </div>
            ))}
          </div>
        </Card>
      )}
      {entries.length === 0 ? <EmptyState title={t("change.empty")}>{t("change.emptyText")}</EmptyState> : entries.map((entry) => <Entry key={entry.path} entry={entry} mayEdit={may.edit} />)}
      {may.edit ? <AddForms change={change} action={acts.entries} kinds={kinds} /> : null}
      {may.propose ? <ProposeForm change={change} action={acts.proposal} problem={problem} /> : null}
      {may.approve ? (
        <Card title={t("approve.title")}>
          <Form method="post" action={acts.approval} className="grid justify-items-start gap-3">
            <Revision change={change} />
            <p className="max-w-text text-soft">{t(change.publishFrom === null ? "approve.now" : "approve.later", { when: change.publishFrom === null ? "" : format.dateTime(change.publishFrom) })}</p>
            {change.isSound ? <Button size="small">{t("approve.act")}</Button> : <p>{t("approve.unsound")}</p>}
          </Form>
        </Card>
      ) : null}
      {change.status === "proposed" && !may.approve ? <p className="text-soft">{t(change.isOwn ? "approve.notOwn" : "approve.waits")}</p> : null}
      {may.giveBack ? (
        <Card title={t("giveBack.title")}>
          <Form method="post" action={acts.draft} className="grid justify-items-start gap-3">
            <Revision change={change} />
            <TextArea name="note" label={t("giveBack.note")} most={1000} rows={2} optional />
            <Button size="small" look="other">
              {t("giveBack.act")}
            </Button>
          </Form>
        </Card>
      ) : null}
      <div className="flex flex-wrap gap-3">
        {may.undo ? (
          <Form method="post" action={acts.undo}>
            <Button size="small" look="other">
              {t("undo.act")}
            </Button>
            <p className="mt-1 max-w-text text-help">{t("undo.text")}</p>
          </Form>
        ) : null}
        {may.withdraw ? (
          <Form method="post" action={acts.withdrawal}>
            <Revision change={change} />
            <ConfirmSubmit act={t("withdraw.act")} question={t("withdraw.question")} size="small">
              <p>{t("withdraw.text")}</p>
            </ConfirmSubmit>
          </Form>
        ) : null}
      </div>
    </>
  );
}

function Revision({ change }: { change: ChangeShown }) {
  return <input type="hidden" name="revision" value={change.revision} />;
}

type T = (key: string, values?: Record<string, unknown>) => string;

function standing(change: ChangeShown, t: T, format: DeskFormat): string {
  const when = (moment: string | null) => (moment === null ? "" : format.dateTime(moment));
  const by = { maker: change.madeBy, proposer: change.proposedBy ?? "", approver: change.approver ?? "", editors: change.editors.join(", ") };
  return t(`standing.${change.status}`, { ...by, created: when(change.createdAt), proposed: when(change.proposedAt), approved: when(change.approvedAt), from: when(change.publishFrom) });
}

function Entry({ entry, mayEdit }: { entry: EntryShown; mayEdit: boolean }) {
  const { t } = useTranslation("studio");
  const marks = [entry.isNew && t("entry.new"), entry.isRemoved && t("entry.removed")].filter((one) => one !== false);
  return (
    <Card
      title={
        <Link to={entry.path} className="text-link">
          {t(`kind.${entry.kind}`)}: {entry.title}
        </Link>
      }
      aside={
        <span className="flex flex-wrap gap-2">
          {marks.map((mark) => (
            <StatusTag key={mark}>{mark}</StatusTag>
          ))}
          {entry.isBehind ? <StatusTag tone="soon">{t("entry.behind")}</StatusTag> : null}
          {entry.findings.length === 0 ? <StatusTag tone="well">{t("entry.sound")}</StatusTag> : <StatusTag tone="late">{t("entry.unsound", { count: entry.findings.length })}</StatusTag>}
        </span>
      }
    >
      <div className="grid gap-3">
        {entry.findings.length === 0 ? null : <Findings findings={entry.findings.slice(0, 5)} caption={t("entry.findings")} />}
        <Examples examples={entry.examples} />
        <Differences differences={entry.differences} />
        <p>
          <Link to={entry.path} className="text-link">
            {t(mayEdit ? "entry.edit" : "entry.look")}
          </Link>
        </p>
      </div>
    </Card>
  );
}

function AddForms({ change, action, kinds }: { change: ChangeShown; action: string; kinds: readonly string[] }) {
  const { t } = useTranslation("studio");
  return (
    <Card title={t("add.title")}>
      <div className="grid gap-6 lg:grid-cols-2">
        <Form method="post" action={action} className="grid content-start justify-items-start gap-3">
          <Select name="what" label={t("add.existing")} choices={change.addable} placeholder={t("add.choose")} required />
          <Button size="small" look="other">
            {t("add.act")}
          </Button>
        </Form>
        <Form method="post" action={action} className="grid content-start justify-items-start gap-3">
          <Select name="kind" id="new-kind" label={t("add.kind")} choices={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} required />
          <TextInput name="key" label={t("add.key")} help={t("add.keyHelp")} required mono />
          <Select name="like" id="new-like" label={t("add.like")} optional choices={[{ value: "", label: t("add.nothing") }, ...change.addable]} />
          <Button size="small" look="other">
            {t("add.actNew")}
          </Button>
        </Form>
      </div>
    </Card>
  );
}

function ProposeForm({ change, action, problem }: { change: ChangeShown; action: string; problem: DeskProblem | null }) {
  const { t } = useTranslation("studio");
  const typed = (name: string) => (typeof problem?.values[name] === "string" ? problem.values[name] : "");
  return (
    <Card title={t("propose.title")}>
      {change.isSound ? (
        <Form method="post" action={action} className="grid justify-items-start gap-3">
          <Revision change={change} />
          <TextArea name="reason" label={t("propose.reason")} help={t("propose.reasonHelp")} most={1000} rows={3} required error={problem?.fields["reason"]} defaultValue={typed("reason") || (change.reason ?? "")} />
          <DateInput name="from" label={t("propose.from")} help={t("propose.fromHelp")} optional error={problem?.fields["from"]} value={{ day: typed("from.day"), month: typed("from.month"), year: typed("from.year") }} />
          <Button size="small">{t("propose.act")}</Button>
        </Form>
      ) : (
        <p className="text-soft">{t(change.entries.length === 0 ? "propose.empty" : "propose.unsound")}</p>
      )}
    </Card>
  );
}
