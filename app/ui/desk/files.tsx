import { Form } from "@remix-run/react";
import { FileUp } from "lucide-react";
import { useTranslation } from "react-i18next";

import { FILE_KINDS } from "#app/domain/files/kinds.ts";

import { Button } from "../button.tsx";
import { Select } from "../field.tsx";
import { FileInput } from "../file-input.tsx";
import { Card, DefinitionList } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import type { ActPath, CaseShown, DeskFormat, DeskProblem, FileShown } from "./screen.ts";
import { typedText } from "./typed.ts";

type Files = { screen: CaseShown; problem: DeskProblem | null; format: DeskFormat; path: ActPath };

/** What came in on paper or as a scan, page by page to open, and the way to add more. */
export function Files({ screen, problem, format, path }: Files) {
  const { t } = useTranslation("intake");
  const refused = problem?.fields["files"];
  return (
    <Card title={t("files.title")}>
      <div id="files" className="grid gap-3">
        {screen.papers.map((paper) => (
          <DefinitionList
            key={paper.receivedAt + paper.sender}
            facts={[
              { label: t("paper.received"), value: `${format.dateTime(paper.receivedAt)}, ${paper.sender}` },
              { label: t("paper.idDocument"), value: paper.idDocument && t("paper.idLine", { kind: t(`seen.document.${paper.idDocument.kind}`), lastFour: paper.idDocument.lastFour, date: format.dateOnly(paper.idDocument.expiresOn) }) },
              { label: t("paper.shredded"), value: paper.shreddedAt && format.dateTime(paper.shreddedAt) },
            ]}
          />
        ))}
        {screen.papers.some(({ isToShred }) => isToShred) && screen.may.addFiles ? (
          <Form method="post" action={path("shredding")}>
            <Button size="small" look="other">
              {t("paper.shred")}
            </Button>
          </Form>
        ) : null}
        {screen.files.length === 0 ? <p className="text-soft">{t("files.none")}</p> : null}
        <ul className="grid">
          {screen.files.map((file) => (
            <li key={file.id} className="grid gap-1 border-b border-line py-2 last:border-0">
              <span className="flex flex-wrap items-baseline justify-between gap-2">
                <span className="min-w-0 font-semibold wrap-anywhere">{file.name}</span>
                <StatusTag tone="plain">{t(`files.kind.${file.kind}`)}</StatusTag>
              </span>
              <span className="text-help">{t("files.added", { name: file.by, when: format.dateTime(file.addedAt) })}</span>
              {file.destroyed === null ? <Pages file={file} mayRead={screen.may.readFiles} /> : <span className="text-soft">{t(`files.destroyed.${file.destroyed.why}`, { when: format.date(file.destroyed.at) })}</span>}
            </li>
          ))}
        </ul>
        {screen.may.addFiles ? (
          <details open={refused !== undefined || undefined}>
            <summary className="inline-flex min-h-6 items-center text-link">{t("files.add")}</summary>
            <Form method="post" action={path("files")} encType="multipart/form-data" className="mt-3 grid gap-3">
              <Select name="kind" label={t("files.kindLabel")} choices={FILE_KINDS.map((kind) => ({ value: kind, label: t(`files.kind.${kind}`) }))} defaultValue={typedText(problem, "kind") || "other"} />
              <FileInput name="files" label={t("files.choose")} help={t("files.help")} error={refused} multiple />
              <div>
                <Button size="small" look="other" icon={FileUp}>
                  {t("files.act")}
                </Button>
              </div>
            </Form>
          </details>
        ) : null}
      </div>
    </Card>
  );
}

function Pages({ file, mayRead }: { file: FileShown; mayRead: boolean }) {
  const { t } = useTranslation("intake");
  if (!mayRead) return <span className="text-soft">{t("files.pages", { count: file.pages })}</span>;
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1">
      {file.to.map((to, index) => (
        <a key={to} href={to} target="_blank" rel="noreferrer" className="inline-flex min-h-6 items-center text-link" aria-label={t("files.openLabel", { page: index + 1, name: file.name })}>
          {t("files.page", { page: index + 1 })}
        </a>
      ))}
    </span>
  );
}
