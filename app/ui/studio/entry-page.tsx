import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { ConfirmSubmit } from "../confirm-submit.tsx";
import type { ActPath, DeskFormat, DeskProblem } from "../desk/screen.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Notice } from "../notice.tsx";
import { Card, PageTitle } from "../section.tsx";
import { EntryEditor } from "./entry-editor.tsx";
import { Differences, Examples, Findings, Verbatim } from "./parts.tsx";
import type { AroundShown, EntryShown } from "./shown.ts";

type Props = { entry: EntryShown; around: AroundShown; changeTitle: string; mayEdit: boolean; problem: DeskProblem | null; changePath: string; path: ActPath; format: DeskFormat };

/** One definition in a change: its text, what is wrong with it at which line, and how it differs. What was typed stays, whatever the office answers. */
export function EntryPage({ entry, around, changeTitle, mayEdit, problem, changePath, path, format }: Props) {
  const { t } = useTranslation("studio");
  return (
    <>
      <PageTitle title={entry.title} kicker={<Link to={changePath} className="text-link">{changeTitle}</Link>} lead={t(`about.${entry.kind}`)} />
      <ErrorSummary problem={problem} />
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
      {mayEdit ? (
        <>
          <EntryEditor entry={entry} around={around} problem={problem} path={path} />
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
        <EntryRead entry={entry} />
      )}
    </>
  );
}

/** What others see of it: what is wrong with it, how it differs, and its text. */
function EntryRead({ entry }: { entry: EntryShown }) {
  const { t } = useTranslation("studio");
  return (
    <>
      {entry.findings.length === 0 ? null : (
        <Card title={t("entry.unsound", { count: entry.findings.length + entry.more.findings })}>
          <Findings findings={entry.findings} more={entry.more.findings} caption={t("entry.findings")} />
        </Card>
      )}
      {entry.doubts.length === 0 ? null : (
        <Card title={t("entry.doubts")}>
          <Findings findings={entry.doubts} more={entry.more.doubts} caption={t("entry.doubts")} isDoubt />
        </Card>
      )}
      <Card title={t("difference.title")}>
        <div className="grid gap-3">
          <Examples examples={entry.examples} />
          <Differences differences={entry.differences} more={entry.more.differences} />
        </div>
      </Card>
      <Card title={t("entry.json")}>
        <Verbatim label={t("entry.json")} text={entry.text} />
      </Card>
    </>
  );
}
