import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { DataTable } from "../data-table.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { Notice } from "../notice.tsx";
import type { DifferenceShown, MovesShown, NamedDay } from "./shown.ts";

/** A change of the calendar in words: the days that close and open, and another flavour. */
export function Difference({ difference: { flavour, closes, opens }, format }: { difference: DifferenceShown; format: DeskFormat }) {
  const { t } = useTranslation("calendar");
  return (
    <ul className="grid list-disc gap-1 pl-5">
      {flavour === null ? null : <li>{t("difference.flavour", { flavour: t(`flavour.${flavour}`) })}</li>}
      {closes.length === 0 ? null : <li>{t("difference.closes", { days: worded(closes, format) })}</li>}
      {opens.length === 0 ? null : <li>{t("difference.opens", { days: worded(opens, format) })}</li>}
    </ul>
  );
}

/** What it would do to the terms that run: how many move which way, and the first of them, from which day to which. */
export function Moves({ moves: { running, isMore, later, earlier, shown }, requestPath, format }: { moves: MovesShown; requestPath: (id: string) => string; format: DeskFormat }) {
  const { t } = useTranslation("calendar");
  const counted = { later: format.number(later), earlier: format.number(earlier), running: `${format.number(running)}${isMore ? "+" : ""}` };
  return (
    <div className="grid gap-3">
      <p>{later + earlier === 0 ? t("moves.none", counted) : t("moves.some", counted)}</p>
      {shown.length === 0 ? null : (
        <DataTable
          caption={t("moves.caption", { count: shown.length })}
          rows={shown}
          rowKey={({ requestId, stage }) => `${requestId} ${stage}`}
          columns={[
            { key: "reference", head: t("moves.reference"), cell: ({ requestId, reference }) => <Link to={requestPath(requestId)} className="inline-flex min-h-6 items-center font-mono text-link">{reference}</Link> },
            { key: "type", head: t("moves.type"), cell: ({ type }) => type, wideOnly: true },
            { key: "stage", head: t("moves.stage"), cell: ({ stage }) => t(`stage.${stage}`), wideOnly: true },
            { key: "from", head: t("moves.from"), cell: ({ from }) => format.shortDate(from) },
            { key: "to", head: t("moves.to"), cell: ({ to }) => format.shortDate(to) },
          ]}
        />
      )}
      {later + earlier > shown.length ? <Notice kind="info">{t("moves.more", { count: later + earlier - shown.length, shown: format.number(later + earlier - shown.length) })}</Notice> : null}
    </div>
  );
}

function worded(days: readonly NamedDay[], format: DeskFormat): string {
  return days.map(({ on, name }) => `${format.date(on)} (${name})`).join(", ");
}
