import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { ConfirmSubmit } from "../confirm-submit.tsx";
import { DateInput } from "../date-input.tsx";
import type { ActPath, DeskFormat, DeskProblem } from "../desk/screen.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Select, TextArea, TextInput } from "../field.tsx";
import { Card } from "../section.tsx";
import type { ChangeShown } from "./shown.ts";

export type ChangeFace = { change: ChangeShown; problem: DeskProblem | null; format: DeskFormat; path: ActPath };

/** What may be done with a change now by whoever looks. What was refused stands above it, and what was typed stays. */
export function ChangeActs(face: ChangeFace) {
  const { t } = useTranslation("studio");
  const { change, problem, format, path } = face;
  const { may } = change;
  return (
    <>
      <ErrorSummary problem={problem} />
      {may.edit ? <AddForms {...face} /> : null}
      {may.propose ? <ProposeForm {...face} /> : null}
      {may.approve ? (
        <Card title={t("approve.title")}>
          <Form method="post" action={path("approval")} className="grid justify-items-start gap-3">
            <Revision change={change} />
            <p className="max-w-text text-soft">{t(change.publishFrom === null ? "approve.now" : "approve.later", { when: change.publishFrom === null ? "" : format.dateTime(change.publishFrom) })}</p>
            {change.isSound ? <Button size="small">{t("approve.act")}</Button> : <p>{t("approve.unsound")}</p>}
          </Form>
        </Card>
      ) : null}
      {change.status === "proposed" && !may.approve ? <p className="text-soft">{t(change.isOwn ? "approve.notOwn" : "approve.waits")}</p> : null}
      {may.return ? (
        <Card title={t("giveBack.title")}>
          <Form method="post" action={path("draft")} className="grid justify-items-start gap-3">
            <Revision change={change} />
            <TextArea name="note" label={t("giveBack.note")} most={1000} rows={2} optional error={problem?.fields["note"]} defaultValue={typed(problem, "note")} />
            <Button size="small" look="other">
              {t("giveBack.act")}
            </Button>
          </Form>
        </Card>
      ) : null}
      <div className="flex flex-wrap gap-3">
        {may.undo ? (
          <Form method="post" action={path("undo")}>
            <Button size="small" look="other">
              {t("undo.act")}
            </Button>
            <p className="mt-1 max-w-text text-help">{t("undo.text")}</p>
          </Form>
        ) : null}
        {may.withdraw ? (
          <Form method="post" action={path("withdrawal")}>
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

function typed(problem: DeskProblem | null, name: string): string | undefined {
  const value = problem?.values[name];
  return typeof value === "string" ? value : undefined;
}

function AddForms({ change, problem, path }: ChangeFace) {
  const { t } = useTranslation("studio");
  return (
    <Card title={t("add.title")}>
      <div className="grid gap-6 lg:grid-cols-2">
        <Form method="post" action={path("entries")} className="grid content-start justify-items-start gap-3">
          <Select name="what" label={t("add.existing")} choices={change.addable} placeholder={t("add.choose")} required error={problem?.fields["what"]} defaultValue={typed(problem, "what")} />
          <Button size="small" look="other">
            {t("add.act")}
          </Button>
        </Form>
        <Form method="post" action={path("entries")} className="grid content-start justify-items-start gap-3">
          <Select name="kind" label={t("add.kind")} choices={change.kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} required error={problem?.fields["kind"]} defaultValue={typed(problem, "kind")} />
          <TextInput name="key" label={t("add.key")} help={t("add.keyHelp")} required mono error={problem?.fields["key"]} defaultValue={typed(problem, "key")} />
          <Select name="like" label={t("add.like")} optional choices={[{ value: "", label: t("add.nothing") }, ...change.addable]} error={problem?.fields["like"]} defaultValue={typed(problem, "like")} />
          <Button size="small" look="other">
            {t("add.actNew")}
          </Button>
        </Form>
      </div>
    </Card>
  );
}

function ProposeForm({ change, problem, path }: ChangeFace) {
  const { t } = useTranslation("studio");
  return (
    <Card title={t("propose.title")}>
      {change.isSound ? (
        <Form method="post" action={path("proposal")} className="grid justify-items-start gap-3">
          <Revision change={change} />
          <TextArea name="reason" label={t("propose.reason")} help={t("propose.reasonHelp")} most={1000} rows={3} required error={problem?.fields["reason"]} defaultValue={typed(problem, "reason") ?? change.reason ?? ""} />
          <DateInput name="from" label={t("propose.from")} help={t("propose.fromHelp")} optional error={problem?.fields["from"]} value={{ day: typed(problem, "from.day"), month: typed(problem, "from.month"), year: typed(problem, "from.year") }} />
          <Button size="small">{t("propose.act")}</Button>
        </Form>
      ) : (
        <p className="text-soft">{t(change.entries.length === 0 ? "propose.empty" : "propose.unsound")}</p>
      )}
    </Card>
  );
}
