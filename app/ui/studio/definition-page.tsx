import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";

import { Button, LinkButton } from "../button.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { Select } from "../field.tsx";
import { Card, DefinitionList, PageTitle } from "../section.tsx";
import { Verbatim } from "./parts.tsx";
import { PartsUsed, type PartShown } from "./parts-used.tsx";
import type { DefinitionShown } from "./shown.ts";

export type DefinitionPageShown = DefinitionShown & {
  approver: string | null;
  content: string;
  uses: ReadonlyArray<{ where: string; kind: DefinitionKind; key: string; path: string }>;
  versions: ReadonlyArray<{ version: number; status: "draft" | "published" | "withdrawn"; author: string | null; approver: string | null; at: string; reason: string | null }>;
  usedBy: ReadonlyArray<{ key: string; kind: DefinitionKind; path: string }>;
  drafts: ReadonlyArray<{ id: string; title: string }>;
  parts: readonly PartShown[];
  mayEdit: boolean;
};

type Props = { shown: DefinitionPageShown; studioPath: string; newChangePath: string; logicPath: string | null; format: DeskFormat };

/** One definition as it holds now: what it uses and who uses it, its versions, and the way to change it. */
export function DefinitionPage({ shown, studioPath, newChangePath, logicPath, format }: Props) {
  const { t } = useTranslation("studio");
  const { title, kind, key, path, version, by, at, approver, content, uses, usedBy, versions, drafts, parts, mayEdit } = shown;
  return (
    <>
      <PageTitle title={title} kicker={<Link to={studioPath} className="text-link">{t("title")}</Link>} lead={t(`about.${kind}`)} acts={logicPath === null ? undefined : <LinkButton to={logicPath} look="other" size="small">{t("logic.link")}</LinkButton>} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("definition.now")}>
          <DefinitionList
            facts={[
              { label: t("column.kind"), value: t(`kind.${kind}`) },
              { label: t("definition.key"), value: <code className="font-mono break-all">{key}</code> },
              { label: t("column.version"), value: version },
              { label: t("definition.author"), value: by ?? t("byInstallation") },
              { label: t("definition.approver"), value: approver },
              { label: t("definition.since"), value: at === null ? null : format.dateTime(at) },
              { label: t("definition.uses"), value: uses.length === 0 ? null : <Names all={uses} /> },
              { label: t("definition.usedBy"), value: usedBy.length === 0 ? null : <Names all={usedBy} /> },
            ]}
          />
        </Card>
        <div className="grid gap-4">
          {mayEdit ? (
            <Card title={t("definition.change")}>
              {drafts.length === 0 ? (
                <Form method="post" action={newChangePath} className="grid justify-items-start gap-3">
                  <input type="hidden" name="title" value={t("definition.newTitle", { title })} />
                  <input type="hidden" name="what" value={`${kind}/${key}`} />
                  <p className="text-soft">{t("definition.changeText")}</p>
                  <Button size="small">{t("definition.begin")}</Button>
                </Form>
              ) : (
                <Form method="post" action={path} className="grid justify-items-start gap-3">
                  <Select name="change" label={t("definition.inWhich")} choices={[...drafts.map((one) => ({ value: one.id, label: one.title })), { value: "", label: t("definition.inNew", { title }) }]} />
                  <Button size="small">{t("definition.begin")}</Button>
                </Form>
              )}
            </Card>
          ) : null}
          <Card title={t("definition.versions")}>
            <ul className="grid gap-2">
              {versions.map((one) => (
                <li key={one.version} className="border-b border-line pb-2 last:border-0">
                  <p>{t(`definition.version.${one.status === "published" && one.author === null ? "installed" : one.status}`, { version: one.version, by: one.author ?? t("byInstallation"), approver: one.approver ?? t("byInstallation"), when: format.dateTime(one.at) })}</p>
                  {one.reason === null ? null : <q className="text-soft">{one.reason}</q>}
                  {mayEdit && one.status === "draft" && one.author === null ? (
                    <Form method="post" action={path} className="mt-1">
                      <input type="hidden" name="version" value={one.version} />
                      <Button size="small" look="other">
                        {t("definition.takeOver", { version: one.version })}
                      </Button>
                    </Form>
                  ) : null}
                </li>
              ))}
            </ul>
          </Card>
        </div>
      </div>
      {parts.length === 0 ? null : <PartsUsed kind={kind} parts={parts} />}
      <Card title={t("definition.content")}>
        <Verbatim label={t("definition.content")} text={content} />
      </Card>
    </>
  );
}

function Names({ all }: { all: ReadonlyArray<{ kind: DefinitionKind; key: string; path: string }> }) {
  const once = all.filter((one, index) => all.findIndex((other) => other.path === one.path) === index);
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {once.map(({ key, path }) => (
        <li key={path}>
          <Link to={path} className="inline-flex min-h-6 items-center text-link break-all">
            {key}
          </Link>
        </li>
      ))}
    </ul>
  );
}
