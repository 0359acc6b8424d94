import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { StaffRole } from "#app/domain/access/roles.ts";

import { DataTable } from "../data-table.tsx";
import { PageTitle } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";

export type Person = { id: string; name: string; email: string | null; roles: readonly StaffRole[]; withheld: readonly StaffRole[]; isOpen: boolean };
type Props = { title: string; isFromGroups: boolean; people: readonly Person[]; path: (id: string) => string };

/** Who works here and what each may do; who waits for a second check says so. */
export function StaffList({ title, isFromGroups, people, path }: Props) {
  const { t } = useTranslation("staff");
  return (
    <>
      <PageTitle title={title} lead={t(isFromGroups ? "lead.groups" : "lead.demonstration")} />
      <DataTable
        caption={t("caption", { count: people.length })}
        rows={people}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "name",
            head: t("column.name"),
            cell: ({ id, name, email }) => (
              <>
                <Link to={path(id)} className="inline-flex min-h-6 items-center text-link">
                  {name}
                </Link>
                {email === null ? null : <span className="block text-help max-sm:hidden">{email}</span>}
              </>
            ),
          },
          {
            key: "roles",
            head: t("column.roles"),
            cell: ({ roles, withheld, isOpen }) => (
              <>
                {roles.length === 0 ? t("noRole") : <RoleNames roles={roles} />}
                {withheld.length === 0 ? null : (
                  <span className="block text-help">
                    {t("withheld")}: <RoleNames roles={withheld} />
                  </span>
                )}
                {isOpen ? (
                  <span className="block sm:hidden">
                    <Waiting />
                  </span>
                ) : null}
              </>
            ),
          },
          { key: "open", head: t("column.open"), cell: ({ isOpen }) => (isOpen ? <Waiting /> : null), wideOnly: true },
        ]}
      />
    </>
  );
}

function Waiting() {
  const { t } = useTranslation("staff");
  return <StatusTag tone="waiting">{t("waiting")}</StatusTag>;
}

/** "beoordelaar, auditor". */
export function RoleNames({ roles }: { roles: readonly StaffRole[] }) {
  const { t } = useTranslation("common");
  return <>{roles.map((role) => t(`role.${role}`)).join(", ")}</>;
}
