import { Form, Link } from "@remix-run/react";
import { Download, Upload } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";

import { Button } from "../button.tsx";
import { Checkbox } from "../choices.tsx";
import type { DeskProblem } from "../desk/screen.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { TextInput } from "../field.tsx";
import { FileInput } from "../file-input.tsx";
import { Card, PageTitle } from "../section.tsx";

type Part = { kind: DefinitionKind; definitions: ReadonlyArray<{ key: string; title: string; version: number }> };
/** `chosen`: "all", "none", or the "kind/key" of the one that is ticked to begin with. */
type Props = { title: string; chosen: string; path: string; parts: readonly Part[]; problem: DeskProblem | null; filePath: string; studioPath: string };

/** From one installation to another: what holds here as a file, and a file as a draft. */
export function BundlePage({ title, chosen, path, parts, problem, filePath, studioPath }: Props) {
  const { t } = useTranslation("studio");
  const typed = problem?.values["title"];
  return (
    <>
      <PageTitle title={title} kicker={<Link to={studioPath} className="text-link">{t("title")}</Link>} lead={t("bundle.lead")} />
      <ErrorSummary problem={problem} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("bundle.give")}>
          {/* Drawn anew when something else is to be ticked. */}
          <Form key={chosen} method="post" action={filePath} reloadDocument className="grid gap-3">
            <p className="text-help">{t("bundle.giveHelp")}</p>
            <p>
              <Link to={chosen === "all" ? `${path}?chosen=none` : path} className="inline-flex min-h-6 items-center text-link">
                {t(chosen === "all" ? "bundle.tickNone" : "bundle.tickAll")}
              </Link>
            </p>
            {parts.map(({ kind, definitions }) => (
              <details key={kind} open={definitions.some(({ key }) => chosen === `${kind}/${key}`)}>
                <summary className="inline-flex min-h-6 cursor-pointer items-center text-link">{t("bundle.part", { what: t(`kinds.${kind}`), count: definitions.length })}</summary>
                <fieldset className="grid gap-1 py-2 pl-4">
                  <legend className="sr-only">{t(`kinds.${kind}`)}</legend>
                  {definitions.map((one) => (
                    <label key={one.key} className="flex min-h-6 items-start gap-2">
                      <input type="checkbox" name="definition" value={`${kind}/${one.key}`} defaultChecked={chosen === "all" || chosen === `${kind}/${one.key}`} className="mt-1" />
                      <span className="min-w-0 break-words">
                        {one.title} <span className="text-help">{t("bundle.version", { version: one.version })}</span>
                      </span>
                    </label>
                  ))}
                </fieldset>
              </details>
            ))}
            <Checkbox name="along" label={t("bundle.along")} help={t("bundle.alongHelp")} checked />
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
