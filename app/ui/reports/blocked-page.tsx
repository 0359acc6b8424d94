import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { Column } from "../data-table.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { FigureList } from "./figure-list.tsx";

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
  const take = lines.length === 0 ? null : { action: exportPath, fields };
  return <FigureList title={title} lead={t("blocked.lead")} first={first} next={next} backPath={backPath} none={t("blocked.none")} take={take} caption={t("blocked.caption")} columns={columns} rows={lines} rowKey={({ userNumber }) => userNumber} />;
}
