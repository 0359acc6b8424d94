import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { Column } from "../data-table.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { FigureList } from "./figure-list.tsx";

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
  const lead = `${title}. ${t("behind.narrowed", { from: format.dateOnly(`${from}T12:00:00Z`), until: format.dateOnly(`${until}T12:00:00Z`) })}.`;
  return <FigureList title={figure} lead={lead} first={first} next={next} backPath={backPath} none={t("behind.none")} take={{ action: exportPath, fields }} caption={t("behind.caption")} columns={columns} rows={lines} rowKey={({ id }) => id} />;
}
