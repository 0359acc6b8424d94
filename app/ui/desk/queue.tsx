import { Form, Link } from "@remix-run/react";
import { ChevronsRight, Gavel } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Urgency } from "#app/domain/requests/queue.ts";
import type { RequestStatus } from "#app/domain/requests/lifecycle.ts";

import { Button } from "../button.tsx";
import { classNames } from "../class-names.ts";
import { Pagination, Tabs, type Tab } from "../navigation.tsx";
import { Notice } from "../notice.tsx";
import { EmptyState, PageTitle } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import { RequestState } from "./request-state.tsx";
import type { DeskFormat } from "./screen.ts";

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
  daysLeft: number | null;
  claim: { name: string; minutes: number; isMine: boolean } | null;
};

type Queue = {
  title: string;
  view: string;
  /** The text that was searched for; empty when the page shows a view. */
  searched: string;
  tabs: readonly Tab[];
  rows: readonly QueueRow[];
  next: string | null;
  first: string | null;
  nobodyWaits: boolean;
  mayClaim: boolean;
  nextAction: string;
  requestPath: (id: string) => string;
  format: DeskFormat;
};

/** The list that staff work from: grouped by urgency in words, least time left first (R21). */
export function QueuePage({ title, view, searched, tabs, rows, next, first, nobodyWaits, mayClaim, nextAction, requestPath, format }: Queue) {
  const { t } = useTranslation("desk");
  const groups = groupsOf(rows);
  const isSearch = searched !== "";
  return (
    <>
      <PageTitle
        title={isSearch ? t("search.title", { text: searched }) : title}
        acts={
          mayClaim ? (
            <Form method="post" action={nextAction}>
              <Button size="small" icon={ChevronsRight}>
                {t("queue.next")}
              </Button>
            </Form>
          ) : undefined
        }
      />
      {nobodyWaits ? <Notice kind="well" live>{t("queue.nobodyWaits")}</Notice> : null}
      <Tabs label={t("queue.views")} tabs={tabs} current={isSearch ? "" : view} />
      {rows.length === 0 ? (
        <EmptyState title={t(isSearch ? "search.none" : `queue.empty.${view}.title`)}>{t(isSearch ? "search.noneText" : `queue.empty.${view}.text`)}</EmptyState>
      ) : (
        <div className="overflow-x-auto rounded-md border border-line bg-sheet">
          <table className="w-full border-collapse text-left" data-queue>
            <caption className="sr-only">{t("queue.caption", { count: rows.length })}</caption>
            <thead>
              <tr className="border-b border-edge text-soft">
                {["reference", "subject", "practice", "time", "claim", "status"].map((column) => (
                  <th key={column} scope="col" className={classNames("px-3 py-1.5 font-semibold", NARROW[column])}>
                    {t(`queue.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            {groups.map(({ urgency, lines }) => (
              <tbody key={urgency}>
                {isSearch ? null : (
                  <tr className="border-b border-line bg-paper">
                    <th scope="rowgroup" colSpan={6} className={classNames("px-3 py-1 text-xs", GROUP_LOOKS[urgency])}>
                      {t(`queue.urgency.${urgency}`)} ({format.number(lines.length)})
                    </th>
                  </tr>
                )}
                {lines.map((row) => (
                  <QueueLine key={row.id} row={row} to={requestPath(row.id)} format={format} />
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
      {next || first ? (
        <Pagination next={next}>
          {first ? (
            <Link to={first} className="inline-flex min-h-9 items-center text-link">
              {t("queue.toStart")}
            </Link>
          ) : null}
        </Pagination>
      ) : null}
      <p className="text-help max-md:hidden">{t("queue.keys")}</p>
    </>
  );
}

const NARROW: Record<string, string> = { practice: "max-lg:hidden", claim: "max-sm:hidden", status: "max-md:hidden" };

const GROUP_LOOKS: Record<Urgency, string> = { first: "text-late", late: "text-late", today: "text-soon", soon: "text-ink", later: "text-soft", "no-date": "text-waiting", closed: "text-soft" };

function QueueLine({ row, to, format }: { row: QueueRow; to: string; format: DeskFormat }) {
  const { t } = useTranslation(["desk", "requests"]);
  return (
    <tr className="h-9 border-b border-line last:border-0 hover:bg-petrol-tint has-focus-visible:bg-petrol-tint">
      <th scope="row" className="px-3 py-1.5 font-normal whitespace-nowrap">
        <Link to={to} className="inline-flex min-h-6 items-center font-mono text-link" data-queue-link>
          {row.reference}
        </Link>
      </th>
      <td className="px-3 py-1.5">
        <span className="font-semibold">{row.subjectName}</span>
        {row.isObjected ? (
          <span className="ml-2">
            <StatusTag tone="late" icon={Gavel}>
              {t("desk:queue.objected")}
            </StatusTag>
          </span>
        ) : null}
        <span className="block text-help lg:hidden">{row.practice ?? t("desk:queue.unknownPractice")}</span>
      </td>
      <td className={classNames("px-3 py-1.5", NARROW["practice"])}>
        {row.practice ?? <span className="text-soft">{t("desk:queue.unknownPractice")}</span>}
        {row.agbCode ? <span className="ml-2 font-mono text-xs text-soft">{row.agbCode}</span> : null}
      </td>
      <td className={classNames("px-3 py-1.5 sm:whitespace-nowrap", row.urgency === "late" && "font-semibold text-late", row.urgency === "today" && "font-semibold text-soon")}>
        <TimeLeft row={row} format={format} />
      </td>
      <td className={classNames("px-3 py-1.5 whitespace-nowrap", NARROW["claim"])}>
        {row.claim ? (
          <span className={row.claim.isMine ? "font-semibold" : "text-waiting"}>{t("desk:queue.claimed", { name: row.claim.isMine ? t("desk:queue.you") : row.claim.name, count: row.claim.minutes })}</span>
        ) : (
          <span className="text-soft">–</span>
        )}
      </td>
      <td className={classNames("px-3 py-1.5", NARROW["status"])}>
        <RequestState status={row.status} />
      </td>
    </tr>
  );
}

function TimeLeft({ row: { daysLeft, urgency }, format }: { row: QueueRow; format: DeskFormat }) {
  const { t } = useTranslation("desk");
  if (daysLeft === null) return <span className="text-soft">–</span>;
  if (daysLeft === 0) return t(urgency === "late" ? "queue.justLate" : "queue.lastDay");
  return format.workingDaysLeft(daysLeft);
}

const ORDER: readonly Urgency[] = ["first", "late", "today", "soon", "later", "no-date", "closed"];

function groupsOf(rows: readonly QueueRow[]): Array<{ urgency: Urgency; lines: QueueRow[] }> {
  const groups = new Map<Urgency, QueueRow[]>();
  for (const row of rows) groups.set(row.urgency, [...(groups.get(row.urgency) ?? []), row]);
  return ORDER.flatMap((urgency) => ({ urgency, lines: groups.get(urgency) ?? [] })).filter(({ lines }) => lines.length > 0);
}
