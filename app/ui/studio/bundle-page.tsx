import { Form, Link } from "@remix-run/react";
import { Download, Upload } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";

import { Button } from "../button.tsx";
import type { DeskProblem } from "../desk/screen.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { TextInput } from "../field.tsx";
import { FileInput } from "../file-input.tsx";
import { Card, PageTitle } from "../section.tsx";

type Part = { kind: DefinitionKind; definitions: ReadonlyArray<{ key: string; title: string; version: number }> };
type Props = { title: string; parts: readonly Part[]; problem: DeskProblem | null; filePath: string; studioPath: string };

/** From one installation to another: what holds here as a file, and a file as a draft. */
export function BundlePage({ title, parts, problem, filePath, studioPath }: Props) {
  const { t } = useTranslation("studio");
  const typed = problem?.values["title"];
  return (
    <>
      <PageTitle title={title} kicker={<Link to={studioPath} className="text-link">{t("title")}</Link>} lead={t("bundle.lead")} />
      <ErrorSummary problem={problem} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("bundle.give")}>
          <Form method="post" action={filePath} reloadDocument className="grid gap-3">
            <p className="text-help">{t("bundle.giveHelp")}</p>
            {parts.map(({ kind, definitions }) => (
              <details key={kind}>
                <summary className="inline-flex min-h-6 cursor-pointer items-center text-link">{t("bundle.part", { what: t(`kinds.${kind}`), count: definitions.length })}</summary>
                <fieldset className="grid gap-1 py-2 pl-4">
                  <legend className="sr-only">{t(`kinds.${kind}`)}</legend>
                  {definitions.map((one) => (
                    <label key={one.key} className="flex min-h-6 items-start gap-2">
                      <input type="checkbox" name="definition" value={`${kind}/${one.key}`} defaultChecked className="mt-1" />
                      <span className="min-w-0 break-words">
                        {one.title} <span className="text-help">{t("bundle.version", { version: one.version })}</span>
                      </span>
                    </label>
                  ))}
                </fieldset>
              </details>
            ))}
            <Button size="small" icon={Download} className="justify-self-start">
              {t("bundle.download")}
            </Button>
          </Form>
        </Card>
        <Card title={t("bundle.take")}>
          <Form method="post" encType="multipart/form-data" className="grid gap-3">
            <p className="text-help">{t("bundle.takeHelp")}</p>
            <FileInput name="bundle" label={t("bundle.choose")} accept=".zip" error={problem?.fields["bundle"]} />
            <TextInput name="title" label={t("begin.label")} help={t("bundle.titleHelp")} most={120} error={problem?.fields["title"]} defaultValue={typeof typed === "string" ? typed : t("bundle.titleDefault")} required />
            <Button size="small" icon={Upload} className="justify-self-start">
              {t("bundle.upload")}
            </Button>
          </Form>
        </Card>
      </div>
    </>
  );
}
