import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { ConfirmSubmit } from "../confirm-submit.tsx";
import type { ActPath, DeskFormat, DeskProblem } from "../desk/screen.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { TextArea } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card, PageTitle } from "../section.tsx";
import { Differences, Examples, Findings, Verbatim } from "./parts.tsx";
import type { EntryShown } from "./shown.ts";

type Props = { entry: EntryShown; changeTitle: string; mayEdit: boolean; problem: DeskProblem | null; saved: boolean; changePath: string; path: ActPath; format: DeskFormat };

/** One definition in a change: its text, what is wrong with it at which line, and how it differs. What was typed stays, whatever the office answers. */
export function EntryPage({ entry, changeTitle, mayEdit, problem, saved, changePath, path, format }: Props) {
  const { t } = useTranslation("studio");
  const typed = problem?.values["content"];
  const text = typeof typed === "string" ? typed : entry.text;
  return (
    <>
      <PageTitle title={entry.title} kicker={<Link to={changePath} className="text-link">{changeTitle}</Link>} lead={t(`about.${entry.kind}`)} />
      <ErrorSummary problem={problem} />
      {saved && problem === null ? <Notice kind="well" live title={t("entry.saved")} /> : null}
      {entry.isBehind ? (
        <Notice kind="warn" title={t("entry.behindTitle")}>
          <p>{t("entry.behindText")}</p>
          {mayEdit ? (
            <Form method="post" action={path("base")} className="mt-2">
              <Button size="small" look="other">
                {t("entry.rebase")}
              </Button>
            </Form>
          ) : null}
        </Notice>
      ) : null}
      <p className="text-help">{t("entry.lastSaved", { who: entry.editedBy, when: format.dateTime(entry.editedAt) })}</p>
      {entry.findings.length === 0 ? null : (
        <Card title={t("entry.unsound", { count: entry.findings.length })}>
          <Findings findings={entry.findings} caption={t("entry.findings")} />
        </Card>
      )}
      <Card title={t("difference.title")}>
        <div className="grid gap-3">
          <Examples examples={entry.examples} />
          <Differences differences={entry.differences} />
        </div>
      </Card>
      {mayEdit ? (
        <>
          <Form method="post" className="grid justify-items-start gap-3">
            <input type="hidden" name="revision" value={entry.revision} />
            <div className="w-full [&>div]:max-w-none">
              <TextArea key={`${entry.revision}${problem?.correlationId ?? ""}`} name="content" label={t("entry.json")} help={t("entry.jsonHelp")} rows={Math.min(40, Math.max(12, text.split("\n").length + 1))} defaultValue={text} spellCheck={false} className="font-mono text-sm" required />
            </div>
            <Button size="small">{t("entry.save")}</Button>
          </Form>
          <div className="flex flex-wrap gap-3">
            <Form method="post" action={path("removal")}>
              <input type="hidden" name="revision" value={entry.revision} />
              <input type="hidden" name="how" value="drop" />
              <ConfirmSubmit act={t("entry.drop")} question={t("entry.dropQuestion")} look="other" size="small">
                <p>{t("entry.dropText")}</p>
              </ConfirmSubmit>
            </Form>
            {entry.isNew || entry.isRemoved ? null : (
              <Form method="post" action={path("removal")}>
                <input type="hidden" name="revision" value={entry.revision} />
                <input type="hidden" name="how" value="remove" />
                <ConfirmSubmit act={t("entry.remove")} question={t("entry.removeQuestion")} size="small">
                  <p>{t("entry.removeText")}</p>
                </ConfirmSubmit>
              </Form>
            )}
          </div>
        </>
      ) : (
        <Card title={t("entry.json")}>
          <Verbatim label={t("entry.json")} text={entry.text} />
        </Card>
      )}
    </>
  );
}
