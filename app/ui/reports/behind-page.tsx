import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Pager } from "../customers/pager.tsx";
import { DataTable, type Column } from "../data-table.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { ExportForm } from "../export-form.tsx";
import { PageTitle } from "../section.tsx";

export type BehindLine = {
  id: string;
  reference: string | null;
  to: string | null;
  type: string;
  channel: string;
  subject: string | null;
  on: string;
  received: string;
  decided: { on: string; as: string; days: number } | null;
  status: string;
};

type Props = { title: string; figure: string; from: string; until: string; lines: readonly BehindLine[]; first: string | null; next: string | null; backPath: string; exportPath: string; fields: Readonly<Record<string, string>>; format: DeskFormat };

/** The very requests behind one figure, the latest day first. */
export function BehindPage({ title, figure, from, until, lines, first, next, backPath, exportPath, fields, format }: Props) {
  const { t } = useTranslation("reports");
  const day = (date: string) => format.briefDate(`${date}T12:00:00Z`);
  const columns: Array<Column<BehindLine>> = [
    { key: "number", head: t("behind.number"), cell: ({ reference, to }) => (to === null ? <span className="text-soft tabular-nums">{reference ?? "–"}</span> : <Link to={to} className="text-link tabular-nums">{reference}</Link>) },
    { key: "on", head: t("behind.on"), cell: ({ on }) => <span className="whitespace-nowrap tabular-nums">{day(on)}</span> },
    { key: "type", head: t("behind.type"), cell: ({ type }) => type },
    { key: "subject", head: t("behind.subject"), cell: ({ subject }) => subject },
    { key: "channel", head: t("behind.channel"), cell: ({ channel }) => <span className="whitespace-nowrap">{channel}</span>, wideOnly: true },
    { key: "received", head: t("behind.received"), cell: ({ received }) => <span className="whitespace-nowrap tabular-nums">{day(received)}</span>, wideOnly: true },
    { key: "decided", head: t("behind.outcome"), cell: ({ decided }) => decided?.as ?? "", wideOnly: true },
    { key: "days", head: t("behind.days"), cell: ({ decided }) => (decided === null ? "" : t("past.days", { count: decided.days })), wideOnly: true },
    { key: "status", head: t("terms.status"), cell: ({ status }) => status },
  ];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageTitle
        title={figure}
        kicker={
          <Link to={backPath} className="text-link print:hidden">
            {t("behind.back")}
          </Link>
        }
        lead={`${title}. ${t("behind.narrowed", { from: format.dateOnly(`${from}T12:00:00Z`), until: format.dateOnly(`${until}T12:00:00Z`) })}.`}
        acts={<ExportForm action={exportPath} fields={fields} />}
      />
      {lines.length === 0 ? <p className="rounded-md border border-line bg-sheet p-4 text-soft">{t("behind.none")}</p> : <DataTable caption={t("behind.caption")} columns={columns} rows={lines} rowKey={({ id }) => id} />}
      <Pager rows={lines.length} first={first} next={next} />
    </div>
  );
}
