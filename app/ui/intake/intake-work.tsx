import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { fieldTexts } from "#app/domain/definitions/schema/form-texts.ts";

import { Button } from "../button.tsx";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Select, TextInput } from "../field.tsx";
import { FileInput } from "../file-input.tsx";
import { Notice } from "../notice.tsx";
import { Card } from "../section.tsx";
import { NOTHING_SEEN, SeenOnPaper } from "./seen-on-paper.tsx";
import type { IntakeScreen } from "./shown.ts";
import { TypeOverForm } from "./type-over-form.tsx";

/** What the question of each answer that has to change is called: an error of part of a name is about the name. */
function labelsOf(form: IntakeScreen["form"], problem: DeskProblem | null, label: (key: string) => string): Record<string, string> {
  const fields = form?.pages.flatMap((page) => page.fields) ?? [];
  return Object.fromEntries(
    Object.keys(problem?.fields ?? {}).flatMap((name) => {
      const field = fields.find(({ id }) => name === id || name.startsWith(`${id}.`));
      return form && field ? [[name, label(fieldTexts(form.type, field).label)] as const] : [];
    }),
  );
}

type Work = { screen: IntakeScreen; problem: DeskProblem | null; warnings: readonly string[]; saved: number | null; format: DeskFormat };

/** What can be done with what came in: say which form it is, type it over and register it, add it to a request that there is, or put it aside. */
export function IntakeWork({ screen, problem, warnings, saved }: Work) {
  const { t } = useTranslation(["intake", "requests"]);
  if (!screen.isOpen) {
    return (
      <Card title={t("one.closed")}>
        {screen.request ? (
          <Link to={screen.request} className="text-link">
            {t("one.toRequest")}
          </Link>
        ) : (
          <p>{t("done.dropped")}</p>
        )}
      </Card>
    );
  }
  return (
    <>
      <ErrorSummary problem={problem} labels={{ ...labelsOf(screen.form, problem, (key) => t(key)), reference: t("attach.reference"), files: t("begin.files"), _signed: t("seen.signed"), _idCopy: t("seen.idCopy"), _idDocument: t("seen.idDocument"), _idLastFour: t("seen.idLastFour"), _idExpiresOn: t("seen.idExpiresOn") }} />
      {warnings.length > 0 ? (
        <Notice kind="warn" title={t("over.warnings")} live>
          <ul className="grid gap-1">{warnings.map((text) => <li key={text}>{text}</li>)}</ul>
        </Notice>
      ) : null}
      {screen.form ? (
        <Card title={t("over.title")}>
          <TypeOverForm key={screen.form.type} at={screen.at} form={screen.form} problem={problem} saved={saved} />
        </Card>
      ) : null}
      <Card title={t(screen.form ? "type.other" : "type.title")}>
        <Form method="post" action={`${screen.at}/type`} className="grid gap-3">
          <Select name="type" label={t("type.label")} placeholder={t("type.choose")} choices={screen.types.map(({ id, title }) => ({ value: id, label: title }))} error={problem?.fields["type"]} />
          <Select name="language" label={t("begin.language")} choices={[{ value: "nl", label: "Nederlands" }, { value: "en", label: "English" }]} defaultValue="nl" />
          <div>
            <Button size="small" look={screen.form ? "other" : "main"}>{t("type.act")}</Button>
          </div>
        </Form>
      </Card>
      <Card title={t("attach.title")}>
        <Form method="post" action={`${screen.at}/request`} className="grid gap-3">
          <TextInput name="reference" label={t("attach.reference")} help={t("attach.help")} mono width="half" error={problem?.fields["reference"]} defaultValue={typedText(problem, "reference") || screen.namesRequest?.reference} />
          {screen.form ? null : <SeenOnPaper of={{ signers: screen.signers, isSenderRegistered: true, asksIdCopy: true, seen: NOTHING_SEEN }} problem={problem} isSent={problem !== null && Object.hasOwn(problem.values, "reference")} />}
          <div>
            <Button size="small" look="other">{t("attach.act")}</Button>
          </div>
        </Form>
      </Card>
      <Card title={t("more.title")}>
        <Form method="post" action={`${screen.at}/files`} encType="multipart/form-data" className="grid gap-3">
          <FileInput name="files" label={t("begin.files")} help={t("files.help")} optional error={problem?.fields["files"]} multiple />
          <FileInput name="idCopy" id="moreIdCopy" label={t("begin.idCopy")} optional error={problem?.fields["idCopy"]} multiple />
          <div>
            <Button size="small" look="other">{t("files.act")}</Button>
          </div>
        </Form>
        <Form method="post" action={`${screen.at}/drop`} className="mt-4 grid gap-2 border-t border-line pt-4">
          <p className="text-help">{t("drop.help")}</p>
          <div>
            <Button size="small" look="danger">{t("drop.act")}</Button>
          </div>
        </Form>
      </Card>
    </>
  );
}
