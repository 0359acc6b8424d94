import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";

import { Button, LinkButton } from "../button.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { TextInput } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card, EmptyState, PageTitle } from "../section.tsx";
import { OverviewTable, type OverviewLine } from "./overview-table.tsx";
import { ChangeList } from "./parts.tsx";
import type { ChangeLine } from "./shown.ts";

type Props = {
  title: string;
  definitions: readonly OverviewLine[];
  total: number;
  /** How many are used nowhere, or have something that is. */
  unused: number;
  open: readonly ChangeLine[];
  done: readonly ChangeLine[];
  waiting: ReadonlyArray<{ kind: DefinitionKind; key: string; version: number; at: string; path: string }>;
  mayEdit: boolean;
  asked: { text: string; kind: DefinitionKind | ""; unused: "yes" | "" };
  kinds: readonly DefinitionKind[];
  path: string;
  newChangePath: string;
  bundlePath: string;
  format: DeskFormat;
};

/** Everything that the office may change by itself, the changes under way, and where to begin one. */
export function StudioPage({ title, definitions, total, unused, open, done, waiting, mayEdit, asked, kinds, path, newChangePath, bundlePath, format }: Props) {
  const { t } = useTranslation("studio");
  return (
    <>
      <PageTitle title={title} lead={t("lead")} acts={mayEdit ? <LinkButton to={bundlePath} look="other" size="small">{t("bundle.title")}</LinkButton> : undefined} />
      {waiting.length === 0 ? null : (
        <Notice kind="warn" title={t("waiting.title", { count: waiting.length })}>
          <p>{t("waiting.text")}</p>
          <ul className="flex flex-wrap gap-x-4">
            {waiting.map((one) => (
              <li key={`${one.kind}/${one.key}/${one.version}`}>
                <Link to={one.path} className="text-link">
                  {one.key}
                </Link>
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title={t("open.title")}>{open.length === 0 ? <p className="text-soft">{t("open.none")}</p> : <ChangeList changes={open} format={format} />}</Card>
        {mayEdit ? (
          <Card title={t("begin.title")}>
            <Form method="post" action={newChangePath} className="grid gap-3">
              <TextInput name="title" label={t("begin.label")} help={t("begin.help")} most={120} required />
              <Button size="small" className="justify-self-start">
                {t("begin.act")}
              </Button>
            </Form>
          </Card>
        ) : null}
      </div>
      <section aria-labelledby="definitions" className="grid gap-3">
        <h2 id="definitions" className="text-lg">
          {t("definitions.title")}
        </h2>
        <Form action={path} className="flex flex-wrap items-end gap-3">
          <TextInput name="text" label={t("definitions.search")} help={t("definitions.searchHelp")} defaultValue={asked.text} optional type="search" />
          <label className="grid gap-1 font-semibold">
            {t("definitions.kind")}
            <select name="kind" defaultValue={asked.kind} className="control">
              <option value="">{t("definitions.all")}</option>
              {kinds.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`kinds.${kind}`)}
                </option>
              ))}
            </select>
          </label>
          <label className="flex min-h-9 items-center gap-2">
            <input type="checkbox" name="unused" value="yes" defaultChecked={asked.unused === "yes"} className="size-5 accent-petrol" />
            {t("definitions.unused", { count: unused })}
          </label>
          <Button size="small" look="other">
            {t("definitions.find")}
          </Button>
        </Form>
        {asked.text === "" && asked.kind === "" && asked.unused === "" ? (
          <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
            {kinds.map((kind) => (
              <li key={kind}>
                <Link to={`${path}?kind=${kind}`} className="grid h-full content-start gap-1 rounded-md border border-line bg-sheet p-4 hover:border-petrol">
                  <span className="font-semibold text-link">{t(`kinds.${kind}`)}</span>
                  <span className="text-help">{t("definitions.amount", { count: definitions.filter((one) => one.kind === kind).length })}</span>
                  <span className="text-sm text-soft">{t(`about.${kind}`)}</span>
                </Link>
              </li>
            ))}
          </ul>
        ) : definitions.length === 0 ? (
          <EmptyState title={t("definitions.none")} act={<Link to={path} className="text-link">{t("definitions.everything")}</Link>} />
        ) : (
          <OverviewTable definitions={definitions} total={total} format={format} />
        )}
      </section>
      {done.length === 0 ? null : (
        <Card title={t("done.title")}>
          <ChangeList changes={done} format={format} />
        </Card>
      )}
    </>
  );
}
