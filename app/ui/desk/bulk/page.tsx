import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { DataTable, type Column } from "../../data-table.tsx";
import { ExportForm } from "../../export-form.tsx";
import { BackLink } from "../../navigation.tsx";
import { PageTitle, Section } from "../../section.tsx";
import { StatusTag, type Tone } from "../../status-tag.tsx";
import { RequestState } from "../request-state.tsx";
import type { ActPath, DeskFormat } from "../screen.ts";
import type { BulkLineShown, BulkShown } from "./screen.ts";

type Page = { title: string; screen: BulkShown; format: DeskFormat; list: string; requestPath: (id: string) => string; path: ActPath; children: ReactNode };

/** One act on many requests: what can be done with it now above, the requests themselves below. */
export function BulkPage({ title, screen, format, list, requestPath, path, children }: Page) {
  const { t } = useTranslation(["bulk", "requests"]);
  const { stage, isCancelled, act, total, counts } = screen;
  // Where nobody takes part there is nothing to begin.
  const hasState = stage !== "selecting" && !(stage === "planned" && counts.pending === 0);
  return (
    <>
      <div className="grid gap-2">
        <BackLink to={list}>{t("bulk:back")}</BackLink>
        <PageTitle
          kicker={t("bulk:by", { who: screen.by, when: `${format.shortDate(screen.begunAt)} ${format.time(screen.begunAt)}` })}
          title={act === null || stage === "choosing" ? title : t(`bulk:act.${act}`)}
          lead={t("bulk:selected", { count: total, formatted: format.number(total) })}
          acts={
            <>
              {stage === "planned" || stage === "ended" ? <ExportForm action={path("exports")} fields={{}} /> : null}
              {!hasState ? null : <StatusTag tone={TONES[stage] ?? "plain"}>{t(`bulk:stage.${isCancelled ? "cancelled" : stage}`)}</StatusTag>}
            </>
          }
        />
      </div>
      {children}
      {screen.lists.map(({ part, total: all, lines }) => (
        <Section key={part} title={`${t(`bulk:part.${part}`)} (${format.number(all)})`}>
          <DataTable caption={t(`bulk:part.${part}`)} columns={columnsOf(part, { t: (key) => t(key), format, requestPath })} rows={lines} rowKey={({ id }) => id} />
          {all > lines.length ? <p className="text-soft">{t("bulk:plan.more", { count: all - lines.length })}</p> : null}
        </Section>
      ))}
    </>
  );
}

const TONES: Partial<Record<BulkShown["stage"], Tone>> = { running: "waiting", ended: "well", planned: "soon" };

function columnsOf(part: BulkShown["lists"][number]["part"], { t, format, requestPath }: { t: (key: string) => string; format: DeskFormat; requestPath: (id: string) => string }): Column<BulkLineShown>[] {
  const hasReason = part === "excluded" || part === "refused";
  const reference: Column<BulkLineShown> = {
    key: "reference",
    head: t("bulk:column.reference"),
    cell: (line) => (
      <Link to={requestPath(line.id)} className="inline-flex min-h-6 items-center font-mono text-link">
        {line.reference}
      </Link>
    ),
  };
  const subject: Column<BulkLineShown> = {
    key: "subject",
    head: t("bulk:column.subject"),
    cell: ({ subjectName, type }) => (
      <>
        <span className="font-semibold">{subjectName}</span> <span className="text-xs text-soft max-sm:block">{t(`requests:${type}.title`)}</span>
      </>
    ),
  };
  const why: Column<BulkLineShown> = { key: "why", head: t("bulk:column.why"), cell: (line) => line.why };
  const when: Column<BulkLineShown> = { key: "when", head: t("bulk:column.when"), wideOnly: true, cell: ({ at }) => (at === null ? "–" : format.time(at)) };
  const status: Column<BulkLineShown> = { key: "status", head: t("bulk:column.status"), wideOnly: hasReason, cell: (line) => <RequestState status={line.status} /> };
  return [reference, subject, ...(hasReason ? [why] : []), ...(part === "excluded" || part === "taking-part" ? [] : [when]), status];
}
