import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";

import { DataTable } from "../data-table.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import type { DefinitionShown } from "./shown.ts";

/** A definition of the overview. `isUnused`: neither another one nor the office itself looks at it; `unusedParts`: what of it nothing looks at; `foundBy`: why it was found, where it does not say so itself. */
export type OverviewLine = DefinitionShown & {
  usedBy: ReadonlyArray<{ kind: DefinitionKind; key: string; title: string; path: string }>;
  isUnused: boolean;
  unusedParts: readonly string[];
  foundBy: { how: "part" | "uses" | "usedBy"; name: string } | null;
};

/** The definitions that were asked for, with where each is used. */
export function OverviewTable({ definitions, total, format }: { definitions: readonly OverviewLine[]; total: number; format: DeskFormat }) {
  const { t } = useTranslation("studio");
  return (
    <DataTable
      caption={t("definitions.count", { count: definitions.length, total })}
      captionShown
      rows={definitions}
      rowKey={({ kind, key }) => `${kind}/${key}`}
      columns={[
        {
          key: "title",
          head: t("column.title"),
          cell: ({ title, path, kind, key, foundBy }) => (
            <div className="wrap-anywhere">
              <Link to={path} className="inline-flex min-h-6 items-center text-link">
                {title}
              </Link>
              {title === key ? null : <span className="block font-mono text-help">{key}</span>}
              <span className="block text-help sm:hidden">{t(`kind.${kind}`)}</span>
              {foundBy === null ? null : <span className="block text-help">{t(`definitions.foundBy.${foundBy.how}`, { name: foundBy.name })}</span>}
            </div>
          ),
        },
        { key: "kind", head: t("column.kind"), wideOnly: true, cell: ({ kind }) => t(`kind.${kind}`) },
        { key: "version", head: t("column.version"), align: "end", cell: ({ version }) => version },
        { key: "by", head: t("column.by"), wideOnly: true, cell: ({ by, at }) => `${by ?? t("byInstallation")}${at === null ? "" : `, ${format.shortDate(at)}`}` },
        { key: "users", head: t("column.users"), cell: (one) => <Users one={one} /> },
      ]}
    />
  );
}

function Users({ one: { title, usedBy, isUnused, unusedParts } }: { one: OverviewLine }) {
  const { t } = useTranslation("studio");
  return (
    <div className="grid gap-1">
      {isUnused ? <p className="text-soon">{t("definitions.nowhere")}</p> : null}
      {usedBy.length === 0 && !isUnused ? <p className="text-soft">{t("definitions.ours")}</p> : null}
      {usedBy.length === 0 ? null : (
        <details>
          <summary className="inline-flex min-h-6 cursor-pointer items-center text-link">
            {t("definitions.usedBy", { count: usedBy.length })}
            <span className="sr-only"> {t("definitions.usesOf", { title })}</span>
          </summary>
          <ul className="grid gap-1 py-1">
            {usedBy.map(({ kind, title: name, path }) => (
              <li key={path} className="wrap-anywhere">
                <span className="text-help">{t(`kind.${kind}`)}</span>{" "}
                <Link to={path} className="inline-flex min-h-6 items-center text-link">
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </details>
      )}
      {unusedParts.length === 0 ? null : (
        <details>
          <summary className="inline-flex min-h-6 cursor-pointer items-center text-soon">{t("definitions.unusedParts", { count: unusedParts.length })}</summary>
          <ul className="grid gap-1 py-1">
            {unusedParts.map((name) => (
              <li key={name} className="wrap-anywhere">
                {name}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
