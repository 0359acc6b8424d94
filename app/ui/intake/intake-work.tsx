import { Form } from "@remix-run/react";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { officeTexts } from "#app/domain/definitions/schema/form-texts.ts";

import { Button } from "../button.tsx";
import type { DeskFormat, DeskProblem } from "../desk/screen.ts";
import { typedText } from "../desk/typed.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Select, TextInput } from "../field.tsx";
import { FileInput } from "../file-input.tsx";
import { Notice } from "../notice.tsx";
import { Card } from "../section.tsx";
import { Became } from "./became.tsx";
import { Moved } from "./moved.tsx";
import { pageId } from "./scan-viewer.tsx";
import { NOTHING_SEEN, saidIn, SeenOnPaper } from "./seen-on-paper.tsx";
import type { IntakeScreen } from "./shown.ts";
import { TypeOverForm } from "./type-over-form.tsx";

/** What the question of each answer that has to change is called: an error of part of a name is about the name. */
function labelsOf(form: IntakeScreen["form"], problem: DeskProblem | null, label: (keys: string[]) => string): Record<string, string> {
  const fields = form?.pages.flatMap((page) => page.fields) ?? [];
  return Object.fromEntries(
    Object.keys(problem?.fields ?? {}).flatMap((name) => {
      const field = fields.find(({ id }) => name === id || name.startsWith(`${id}.`));
      return form && field ? [[name, label(officeTexts(form.type, field).label)] as const] : [];
    }),
  );
}

type Work = { screen: IntakeScreen; problem: DeskProblem | null; warnings: readonly string[]; saved: number | null; format: DeskFormat };

/** What can be done with what came in: say which form it is, type it over and make it a request, add it to a request that there is, or put it aside. */
export function IntakeWork({ screen, problem, warnings, saved }: Work) {
  const { t } = useTranslation(["intake", "requests"]);
  if (!screen.isOpen) return screen.became === null ? null : <Became of={screen.became} />;
  const copy = screen.files.find(({ kind, to }) => kind === "id-copy" && to.length > 0);
  const moved = screen.form !== null && problem?.code === "draft.moved" ? problem : null;
  const wrong = (name: string) => problem?.fields[name];
  return (
    <>
      {screen.form !== null && moved !== null ? <Moved form={screen.form} problem={moved} /> : null}
      <ErrorSummary problem={moved === null ? problem : null} labels={{ ...labelsOf(screen.form, problem, (keys) => t(keys)), reference: t("attach.reference"), files: t("begin.files"), _signed: t("seen.signed"), _idCopy: t("seen.idCopy"), _idDocument: t("seen.idDocument"), _idLastFour: t("seen.idLastFour"), _idExpiresOn: t("seen.idExpiresOn") }} />
      {warnings.length > 0 ? (
        <Notice kind="warn" title={t("over.warnings")} live>
          <ul className="grid gap-1">{warnings.map((text) => <li key={text}>{text}</li>)}</ul>
        </Notice>
      ) : null}
      {screen.form ? (
        <Card title={t(`requests:${screen.form.type}.title`)}>
          <TypeOverForm key={screen.form.type} at={screen.at} form={screen.form} problem={problem} saved={saved} copyAt={copy ? pageId(copy.id, 1) : null} />
        </Card>
      ) : (
        <Card title={t("type.title")}>
          <ChooseType screen={screen} error={wrong("type")} />
        </Card>
      )}
      {screen.form ? (
        <Fold title={t("type.other")} isOpen={wrong("type") !== undefined}>
          <ChooseType screen={screen} error={wrong("type")} />
        </Fold>
      ) : null}
      <Fold title={t("attach.title")} isOpen={wrong("reference") !== undefined || (screen.namesRequest !== null && screen.form === null)}>
        <Attach screen={screen} problem={problem} />
      </Fold>
      <Fold title={t("more.title")} isOpen={wrong("files") !== undefined}>
        <MoreFiles screen={screen} error={wrong} />
      </Fold>
    </>
  );
}

/** What is seldom needed, below what is done all day. */
function Fold({ title, isOpen, children }: { title: string; isOpen: boolean; children: ReactNode }) {
  return (
    <details open={isOpen || undefined} className="group min-w-0 rounded-md border border-line bg-sheet">
      <summary className="flex min-h-9 items-center gap-2 px-4 py-1 font-semibold">
        <ChevronRight aria-hidden className="size-4 shrink-0 group-open:rotate-90" />
        {title}
      </summary>
      <div className="px-4 pt-1 pb-4">{children}</div>
    </details>
  );
}

function ChooseType({ screen, error }: { screen: IntakeScreen; error: string | undefined }) {
  const { t } = useTranslation("intake");
  return (
    <Form method="post" action={`${screen.at}/type`} className="grid gap-3">
      <Select name="type" label={t("type.label")} placeholder={t("type.choose")} choices={screen.types.map(({ id, title }) => ({ value: id, label: title }))} error={error} />
      <Select name="language" label={t("begin.language")} choices={[{ value: "nl", label: "Nederlands" }, { value: "en", label: "English" }]} defaultValue="nl" />
      <div>
        <Button size="small" look={screen.form ? "other" : "main"}>{t("type.act")}</Button>
      </div>
    </Form>
  );
}

function Attach({ screen, problem }: { screen: IntakeScreen; problem: DeskProblem | null }) {
  const { t } = useTranslation("intake");
  const isSent = problem !== null && Object.hasOwn(problem.values, "reference");
  return (
    <Form method="post" action={`${screen.at}/request`} className="grid gap-3">
      <TextInput name="reference" label={t("attach.reference")} help={t("attach.help")} mono width="half" error={problem?.fields["reference"]} defaultValue={typedText(problem, "reference") || screen.namesRequest?.reference} />
      {screen.form ? null : <SeenOnPaper of={{ signers: screen.signers, isSenderRegistered: true, asksIdCopy: true, seen: saidIn(problem, isSent, NOTHING_SEEN) }} problem={problem} />}
      <div>
        <Button size="small" look="other">{t("attach.act")}</Button>
      </div>
    </Form>
  );
}

function MoreFiles({ screen, error }: { screen: IntakeScreen; error: (name: string) => string | undefined }) {
  const { t } = useTranslation("intake");
  return (
    <>
      <Form method="post" action={`${screen.at}/files`} encType="multipart/form-data" className="grid gap-3">
        <FileInput name="files" label={t("more.files")} help={t("files.help")} optional error={error("files")} multiple />
        <FileInput name="idCopy" id="moreIdCopy" label={t("begin.idCopy")} optional error={error("idCopy")} multiple />
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
    </>
  );
}
