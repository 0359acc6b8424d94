import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Pager } from "../customers/pager.tsx";
import { DataTable, type Column } from "../data-table.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { ExportForm } from "../export-form.tsx";
import { PageTitle } from "../section.tsx";

type Line = { userNumber: string; to: string; name: string; agbCode: string; practice: string; since: string | null };
type Props = { title: string; lines: readonly Line[]; first: string | null; next: string | null; fields: Readonly<Record<string, string>>; backPath: string; exportPath: string; format: DeskFormat };

/** The very accounts behind a figure of what is blocked, by their number. */
export function BlockedPage({ title, lines, first, next, fields, backPath, exportPath, format }: Props) {
  const { t } = useTranslation("reports");
  const columns: Array<Column<Line>> = [
    { key: "userNumber", head: t("customers:column.userNumber"), cell: ({ userNumber, to }) => <Link to={to} className="text-link tabular-nums">{userNumber}</Link> },
    { key: "person", head: t("customers:column.person"), cell: ({ name }) => name },
    { key: "practice", head: t("blocked.practice"), cell: ({ practice }) => practice },
    { key: "agbCode", head: t("customers:column.agbCode"), cell: ({ agbCode }) => <span className="tabular-nums">{agbCode}</span>, wideOnly: true },
    ...(lines.some(({ since }) => since !== null) ? [{ key: "since", head: t("blocked.since"), cell: ({ since }: Line) => (since === null ? "" : <span className="whitespace-nowrap tabular-nums">{format.briefDate(since)}</span>) }] : []),
  ];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageTitle
        title={title}
        kicker={
          <Link to={backPath} className="text-link print:hidden">
            {t("behind.back")}
          </Link>
        }
        lead={t("blocked.lead")}
        acts={lines.length === 0 ? undefined : <ExportForm action={exportPath} fields={fields} />}
      />
      {lines.length === 0 ? <p className="rounded-md border border-line bg-sheet p-4 text-soft">{t("blocked.none")}</p> : <DataTable caption={t("blocked.caption")} columns={columns} rows={lines} rowKey={({ userNumber }) => userNumber} />}
      <Pager rows={lines.length} first={first} next={next} />
    </div>
  );
}
