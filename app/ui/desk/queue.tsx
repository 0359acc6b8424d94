import { Form, Link } from "@remix-run/react";
import { ChevronsRight, SlidersHorizontal } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { ExportForm } from "../export-form.tsx";
import { Pagination } from "../navigation.tsx";
import { Notice } from "../notice.tsx";
import { EmptyState, PageTitle } from "../section.tsx";
import { BulkBar } from "./bulk/picks.tsx";
import { NarrowedBy, type Chip } from "./list/filters.tsx";
import { QueueTable, type TableProps } from "./list/queue-table.tsx";
import { useComing, useRowFocus } from "./list/use-place.ts";

type Queue = Omit<TableProps, "requestPath" | "caption" | "isFromStart" | "isToEnd" | "isComing" | "isGrouped" | "canPick"> & {
  title: string;
  view: string;
  /** The text that was searched for; empty when the page shows a view. */
  searched: string;
  /** What the list is narrowed by. */
  chips: readonly Chip[];
  /** The list as the search of its address, in fields: for what is done with all of it. */
  list: Readonly<Record<string, string>>;
  /** How many the list has, in words and as a number. */
  total: string;
  totalNumber: number;
  /** By when the list has its rows: by time left they stand under headings. */
  isByTime: boolean;
  next: string | null;
  first: string | null;
  nobodyWaits: boolean;
  mayClaim: boolean;
  nextAction: string;
  /** Where the whole list can be kept as a file. */
  exportAction: string;
  /** Where something is done to many of them at once, for who may do that. */
  bulk: { action: string; runs: string; list: string } | null;
  /** The page of the list that is open, and what the address says is ticked on it. */
  cursor: string;
  picked: string;
  /** A request, for who comes from this place in the list with these ticks. */
  requestPath: (id: string, picked: string) => string;
  /** The same search among the customers, for who may see those. */
  customerSearch: string | null;
  /** Views and filters, which stand beside the list. */
  beside: ReactNode;
  /** On a narrow screen they are folded away, but for what has to be mended in them. */
  isBesideOpen: boolean;
  /** What was just decided and can still be taken back. */
  undo: ReactNode;
};

/** The list that staff work from, with its views and filters beside it: grouped by urgency in words, least time left first (R21). */
export function QueuePage(queue: Queue) {
  const { title, view, searched, chips, list, total, totalNumber, isByTime, rows, next, first, nobodyWaits, mayClaim, nextAction, exportAction, bulk, cursor, requestPath, customerSearch, beside, isBesideOpen, undo } = queue;
  const { t } = useTranslation(["desk", "desk-list"]);
  const isComing = useComing(nextAction.replace(/\/next$/, ""));
  useRowFocus();
  const [picked, setPicked] = useState(queue.picked);
  const place = { ...(cursor !== "" && { cursor }), ...(picked !== "" && { picked }) };
  const isSearch = searched !== "";
  const isWhole = next === null && first === null;
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[14rem_minmax(0,1fr)] xl:grid-cols-[15rem_minmax(0,1fr)]">
      <details open={isBesideOpen || undefined} className="unfolded-when-wide rounded-md border border-line bg-sheet p-2 lg:border-0 lg:bg-transparent lg:p-0">
        <summary className="flex min-h-9 items-center gap-2 px-2 font-semibold text-petrol">
          <SlidersHorizontal aria-hidden className="size-4" />
          {t("desk-list:beside")}
        </summary>
        <div className="grid gap-5 max-lg:mt-2">{beside}</div>
      </details>
      <div className="grid min-w-0 content-start gap-4">
        {undo}
        <PageTitle
          title={isSearch ? t("desk:search.title", { text: searched }) : title}
          acts={
            <>
              {rows.length > 0 ? <ExportForm action={exportAction} fields={{ view, ...list, ...place }} /> : null}
              {mayClaim ? (
                <Form method="post" action={nextAction}>
                  <input type="hidden" name="list" value={new URLSearchParams(list).toString()} />
                  <Button size="small" icon={ChevronsRight} data-act-key="n">
                    {t("desk:queue.next")}
                  </Button>
                </Form>
              ) : null}
            </>
          }
        />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p role="status" className="text-soft">
            {isSearch ? t(next === null ? "desk-list:found" : "desk-list:foundMore", { count: rows.length }) : t("desk-list:total", { count: totalNumber, total })}
          </p>
          <NarrowedBy chips={chips} />
          {customerSearch === null ? null : (
            <Link to={customerSearch} className="inline-flex min-h-6 items-center text-link">
              {t("desk:search.customers")}
            </Link>
          )}
        </div>
        {nobodyWaits ? <Notice kind="well" live>{t(chips.length > 0 || isSearch ? "desk-list:nobodyWaitsHere" : "desk:queue.nobodyWaits")}</Notice> : null}
        {rows.length === 0 ? (
          <Empty {...queue} />
        ) : (
          <>
            {bulk ? <BulkBar {...bulk} fields={{ view, ...list, ...place }} total={isSearch ? null : total} onPicked={setPicked} /> : null}
            <QueueTable
              {...queue}
              requestPath={(id) => requestPath(id, picked)}
              canPick={bulk !== null}
              caption={isSearch ? t("desk:search.caption", { count: rows.length }) : isWhole ? t("desk:queue.caption", { count: rows.length }) : t("desk:queue.shown", { shown: rows.length, total })}
              isGrouped={!isSearch && isByTime}
              isFromStart={first === null}
              isToEnd={next === null}
              isComing={isComing}
            />
          </>
        )}
        {isWhole ? null : (
          <Pagination next={next}>
            <span className="flex flex-wrap items-center justify-center gap-x-4">
              <span className="text-soft">{isSearch ? t("desk:search.onPage", { count: rows.length }) : t("desk:queue.shown", { shown: rows.length, total })}</span>
              {first ? (
                <Link to={first} className="inline-flex min-h-9 items-center text-link">
                  {t("desk:queue.toStart")}
                </Link>
              ) : null}
            </span>
          </Pagination>
        )}
      </div>
    </div>
  );
}

/** Why there is nothing, and what to do next: another word, a wider filter, or the next request. */
function Empty({ view, searched, chips }: Queue) {
  const { t } = useTranslation(["desk", "desk-list"]);
  if (chips.length > 0) return <EmptyState title={t("desk-list:empty.title")}>{t("desk-list:empty.text")}</EmptyState>;
  if (searched !== "") return <EmptyState title={t("desk:search.none")}>{t("desk:search.noneText")}</EmptyState>;
  return <EmptyState title={t(`desk:queue.empty.${view}.title`)}>{t(`desk:queue.empty.${view}.text`)}</EmptyState>;
}
