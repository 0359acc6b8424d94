import { Link } from "@remix-run/react";
import { ArrowDown, ArrowUp, Gavel } from "lucide-react";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { TimeLeft } from "#app/domain/deadlines/clock.ts";
import type { Urgency } from "#app/domain/requests/desk-list.ts";
import type { RequestStatus } from "#app/domain/requests/lifecycle.ts";

import { classNames } from "../../class-names.ts";
import { Skeleton } from "../../progress.tsx";
import { StatusTag } from "../../status-tag.tsx";
import { PickPage, PickRow } from "../bulk/picks.tsx";
import { RequestStateTag } from "../request-state.tsx";
import type { DeskFormat } from "../screen.ts";

export type QueueRow = {
  id: string;
  reference: string;
  type: string;
  status: RequestStatus;
  subjectName: string;
  practice: string | null;
  agbCode: string | null;
  isObjected: boolean;
  urgency: Urgency;
  left: TimeLeft | null;
  pausedSince: string | null;
  claim: { name: string; minutes: number; isMine: boolean } | null;
  /** Ticked, as the address says. */
  isPicked: boolean;
};

/** Where a click on a head goes, and how the list is sorted by it now. */
export type Sorted = { to: string; now: "ascending" | "descending" | null };

export type TableProps = {
  caption: string;
  rows: readonly QueueRow[];
  /** False for what was searched for: that stays in the order in which it was found. */
  isGrouped: boolean;
  /** Whether the list begins and ends on this page; a heading that goes on over an edge has no count. */
  isFromStart: boolean;
  isToEnd: boolean;
  hidden: readonly string[];
  density: "comfortable" | "compact";
  sorted: Readonly<Partial<Record<"reference" | "time", Sorted>>>;
  /** Another list is on its way: its rows are drawn as places of the same size. */
  isComing: boolean;
  /** Whether rows can be ticked, to do something with many of them. */
  canPick: boolean;
  requestPath: (id: string) => string;
  format: DeskFormat;
};

const COLUMNS = ["reference", "subject", "practice", "time", "claim", "status"] as const;
type Column = (typeof COLUMNS)[number];
const NARROW: Record<string, string> = { practice: "max-lg:hidden", claim: "max-sm:hidden", status: "max-md:hidden" };

/** The requests as a table: the reference is the link, the status comes last, and each heading says in words how urgent what stands under it is. */
export function QueueTable({ caption, rows, isGrouped, isFromStart, isToEnd, hidden, density, sorted, isComing, canPick, requestPath, format }: TableProps) {
  const { t } = useTranslation(["desk", "requests", "desk-list", "bulk"]);
  const columns = COLUMNS.filter((column) => !hidden.includes(column));
  const look: Look = { hidden, density, say: saidOnce(t), timeLeft: saidOnce(format.timeLeft, ({ days, isLate }) => `${days} ${isLate}`), t, format };
  const groups = isGrouped ? groupsOf(rows, { fromStart: isFromStart, toEnd: isToEnd }) : [{ urgency: "later" as const, lines: rows, isWhole: false }];
  return (
    <div className="overflow-x-auto rounded-md border border-line bg-sheet">
      <table className="w-full border-collapse text-left" data-queue aria-busy={isComing || undefined}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-edge text-soft">
            {canPick ? (
              <td className="w-9 pl-3">
                <PickPage />
              </td>
            ) : null}
            {columns.map((column) => (
              <Head key={column} column={column} sorted={column === "reference" || column === "time" ? sorted[column] : undefined}>
                {t(column === "claim" ? "desk-list:column.with" : `desk:queue.column.${column}`)}
              </Head>
            ))}
          </tr>
        </thead>
        {groups.map(({ urgency, lines, isWhole }) => (
          <tbody key={urgency}>
            {isGrouped ? (
              <tr className="border-b border-line bg-paper">
                <th scope="rowgroup" colSpan={columns.length + (canPick ? 1 : 0)} className={classNames("px-2 py-1 text-xs xl:px-3", GROUP_LOOKS[urgency])}>
                  {t(`desk:queue.urgency.${urgency}`)} {isWhole ? `(${format.number(lines.length)})` : null}
                </th>
              </tr>
            ) : null}
            {lines.map((row) => (
              <tr key={row.id} className={classNames(density === "compact" ? "h-7.5" : "h-9", "border-b border-line last:border-0 hover:bg-petrol-tint has-checked:bg-petrol-tint has-focus-visible:bg-petrol-tint")}>
                {canPick ? (
                  <td className="w-9 pl-3">
                    <PickRow id={row.id} reference={row.reference} isPicked={row.isPicked} label={t("bulk:bar.pick", { reference: row.reference })} />
                  </td>
                ) : null}
                {columns.map((column) => cell(column, row, look, isComing ? <Skeleton className="h-4 w-full min-w-12" /> : value(column, row, look, requestPath)))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function Head({ column, sorted, children }: { column: string; sorted: Sorted | undefined; children: ReactNode }) {
  const { t } = useTranslation("desk-list");
  const Arrow = sorted?.now === "descending" ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={sorted?.now ?? undefined} className={classNames("px-2 py-1.5 font-semibold xl:px-3", NARROW[column])}>
      {sorted === undefined ? (
        children
      ) : (
        <Link to={sorted.to} className="inline-flex min-h-6 items-center gap-1 text-petrol underline-offset-4 hover:underline">
          {children}
          {sorted.now === null ? null : <Arrow aria-hidden className="size-3.5" />}
          <span className="sr-only">{t("sort.by")}</span>
        </Link>
      )}
    </th>
  );
}

/** How the cells are drawn, and the words that are the same in many rows. */
type Look = Pick<TableProps, "hidden" | "density" | "format"> & { say: (key: string) => string; timeLeft: (left: TimeLeft) => string; t: TFunction };

/** Says the same once, however many rows have it: finding a text takes longer than drawing the cell that it stands in. */
function saidOnce<Asked>(say: (asked: Asked) => string, name: (asked: Asked) => string = String): (asked: Asked) => string {
  const said = new Map<string, string>();
  return (asked) => {
    const known = said.get(name(asked)) ?? say(asked);
    said.set(name(asked), known);
    return known;
  };
}

// Cells are drawn by plain functions: a component for each, six times fifty, took the server as long as what stands in them.
function cell(column: Column, row: QueueRow, { density }: Look, children: ReactNode): ReactNode {
  const room = classNames(density === "compact" ? "px-2 py-0.5 xl:px-3" : "px-2 py-1 xl:px-3", NARROW[column]);
  if (column === "reference") {
    return (
      <th key={column} scope="row" className={classNames(room, "font-normal whitespace-nowrap")}>
        {children}
      </th>
    );
  }
  const isTime = column === "time";
  return (
    <td
      key={column}
      className={classNames(
        room,
        isTime && "sm:whitespace-nowrap",
        isTime && row.left?.isLate && "font-semibold text-late",
        isTime && row.urgency === "today" && "font-semibold text-soon",
        column === "claim" && "whitespace-nowrap",
      )}
    >
      {children}
    </td>
  );
}

function value(column: Column, row: QueueRow, { hidden, density, say, timeLeft, t, format }: Look, requestPath: TableProps["requestPath"]): ReactNode {
  const none = <span className="text-soft">–</span>;
  const isCompact = density === "compact";
  switch (column) {
    case "reference":
      return (
        <Link to={requestPath(row.id)} id={`row-${row.id}`} className="inline-flex min-h-6 items-center font-mono text-link" data-queue-link>
          {row.reference}
        </Link>
      );
    case "subject":
      return (
        <>
          <span className="mr-2 font-semibold">{row.subjectName}</span>
          {row.isObjected ? (
            <StatusTag tone="late" icon={Gavel}>
              {say("desk:queue.objected")}
            </StatusTag>
          ) : null}
          {hidden.includes("type") ? null : <span className={classNames("text-help", isCompact ? "max-md:block" : "block")}>{say(`requests:${row.type}.title`)}</span>}
          {hidden.includes("practice") ? null : <span className="block text-help lg:hidden">{row.practice ?? say("desk:queue.unknownPractice")}</span>}
        </>
      );
    case "practice":
      return (
        <>
          {row.practice ?? <span className="text-soft">{say("desk:queue.unknownPractice")}</span>}
          {row.agbCode ? <span className={classNames("font-mono text-xs text-soft", isCompact ? "ml-2 max-2xl:hidden" : "block")}>{row.agbCode}</span> : null}
        </>
      );
    case "time":
      if (row.pausedSince !== null) return <span className="text-waiting">{t("desk-list:pausedSince", { date: format.shortDate(row.pausedSince) })}</span>;
      return row.left ? timeLeft(row.left) : none;
    case "claim":
      if (row.claim === null) return none;
      return <span className={row.claim.isMine ? "font-semibold" : "text-waiting"}>{t("desk:queue.claimed", { name: row.claim.isMine ? say("desk:queue.you") : row.claim.name, count: row.claim.minutes })}</span>;
    case "status":
      return <RequestStateTag status={row.status}>{say(`desk:status.${row.status}`)}</RequestStateTag>;
  }
}

const GROUP_LOOKS: Record<Urgency, string> = { first: "text-late", late: "text-late", today: "text-soon", soon: "text-ink", later: "text-soft", "no-date": "text-waiting", closed: "text-soft" };
const ORDER: readonly Urgency[] = ["first", "late", "today", "soon", "later", "no-date", "closed"];

/** The rows under their headings. A heading that goes on over the edge of the page has no count: part of the list is not the list. */
function groupsOf(rows: readonly QueueRow[], list: { fromStart: boolean; toEnd: boolean }): Array<{ urgency: Urgency; lines: readonly QueueRow[]; isWhole: boolean }> {
  const groups = new Map<Urgency, QueueRow[]>();
  for (const row of rows) groups.set(row.urgency, [...(groups.get(row.urgency) ?? []), row]);
  const [before, after] = [list.fromStart ? undefined : rows[0]?.urgency, list.toEnd ? undefined : rows.at(-1)?.urgency];
  return ORDER.flatMap((urgency) => ({ urgency, lines: groups.get(urgency) ?? [], isWhole: urgency !== before && urgency !== after })).filter(({ lines }) => lines.length > 0);
}
