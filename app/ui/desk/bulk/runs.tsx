import { Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import type { BulkAct } from "#app/domain/requests/bulk/acts.ts";
import type { BulkStage } from "#app/domain/requests/bulk/read.ts";

import { DataTable } from "../../data-table.tsx";
import { EmptyState } from "../../section.tsx";
import type { DeskFormat } from "../screen.ts";
import type { BulkCounts } from "./screen.ts";

type Run = { id: string; begunAt: string; act: BulkAct | null; stage: BulkStage; isCancelled: boolean; counts: BulkCounts };

/** What somebody did to many requests at once, the newest first. */
export function BulkRuns({ runs, runPath, format }: { runs: readonly Run[]; runPath: (id: string) => string; format: DeskFormat }) {
  const { t } = useTranslation("bulk");
  if (runs.length === 0) return <EmptyState title={t("mine.none")}>{t("mine.noneText")}</EmptyState>;
  return (
    <DataTable
      caption={t("mine.title")}
      rows={runs}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "what",
          head: t("mine.what"),
          cell: ({ id, act }) => (
            <Link to={runPath(id)} className="inline-flex min-h-6 items-center text-link">
              {act === null ? t("title") : t(`act.${act}`)}
            </Link>
          ),
        },
        { key: "when", head: t("mine.when"), cell: ({ begunAt }) => `${format.shortDate(begunAt)} ${format.time(begunAt)}` },
        { key: "done", head: t("part.done"), align: "end", cell: ({ counts }) => format.number(counts.done) },
        { key: "refused", head: t("part.refused"), align: "end", wideOnly: true, cell: ({ counts }) => format.number(counts.refused) },
        { key: "state", head: t("mine.state"), cell: ({ stage, isCancelled }) => t(`stage.${isCancelled ? "cancelled" : stage}`) },
      ]}
    />
  );
}
