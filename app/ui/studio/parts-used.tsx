import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { DefinitionKind } from "#app/domain/definitions/kinds.ts";

import { DataTable } from "../data-table.tsx";
import { Card } from "../section.tsx";

/** A policy, a service or a field of a definition, and which definitions use it as what. `hold`: how the office itself looks at a policy that sets a term; `isIdle`: nothing looks at it. */
export type PartShown = { part: string; name: string; hold: "pinned" | "begun" | "asked" | null; isIdle: boolean; users: ReadonlyArray<{ kind: DefinitionKind; title: string; path: string; says: readonly string[] }> };

/** Where each part of a definition is used. */
export function PartsUsed({ kind, parts }: { kind: DefinitionKind; parts: readonly PartShown[] }) {
  const { t } = useTranslation("studio");
  return (
    <Card title={t(`parts.title.${kind}`)}>
      <DataTable
        caption={t(`parts.title.${kind}`)}
        rows={parts}
        rowKey={({ part }) => part}
        columns={[
          {
            key: "part",
            head: t(`parts.part.${kind}`),
            cell: ({ part, name }) => (
              <span className="block min-w-24 wrap-anywhere sm:min-w-40">
                {name}
                <code className="block font-mono text-help break-all">{part}</code>
              </span>
            ),
          },
          { key: "users", head: t("parts.users"), cell: (one) => <Users kind={kind} part={one} /> },
        ]}
      />
    </Card>
  );
}

function Users({ kind, part: { users, hold, isIdle } }: { kind: DefinitionKind; part: PartShown }) {
  const { t } = useTranslation("studio");
  return (
    <div className="grid gap-1 py-1 wrap-anywhere">
      {users.length === 0 ? <p className="text-soft">{t(isIdle ? "parts.idle" : `parts.nobody.${kind}`)}</p> : null}
      {users.map(({ kind: of, title, path, says }) => (
        <p key={path}>
          <Link to={path} className="text-link">
            {t(`kind.${of}`)}: {title}
          </Link>{" "}
          <span className="text-soft">({says.join("; ")})</span>
        </p>
      ))}
      {hold === null ? null : <p className="text-help">{t(`parts.hold.${hold}`)}</p>}
    </div>
  );
}
