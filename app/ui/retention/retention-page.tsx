import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ConfirmSubmit } from "../confirm-submit.tsx";
import { Button } from "../button.tsx";
import { DataTable } from "../data-table.tsx";
import type { DeskFormat } from "../desk/screen.ts";
import { TextArea } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Card, EmptyState, PageTitle, Section } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";

type Amount = { kind: string; years: number; now: number; soon: number };
type Line = { id: string; reference: string; path: string | null; type: string; status: string; closedAt: string; dueAt: string; hold: string | null };
type Night = { id: number; begunAt: string; isOver: boolean; requests: number; mails: number; events: number; failed: number };

export type RetentionShown = {
  title: string;
  kinds: readonly Amount[];
  held: number;
  /** How many days ahead the list looks, and the amounts beside it. */
  ahead: number;
  aheadDays: number;
  until: string;
  requests: readonly Line[];
  hasMore: boolean;
  halt: { by: string; at: string; reason: string } | null;
  runs: readonly Night[];
  mayHalt: boolean;
};

type Face = { shown: RetentionShown; nowPath: string; soonPath: string; haltPath: string; resumptionPath: string; format: DeskFormat; children?: ReactNode };

/** What the office clears at night because it may keep it no longer (D20): beforehand by kind and request by request, and afterwards by night. `children`: what was refused. */
export function RetentionPage({ shown, nowPath, soonPath, haltPath, resumptionPath, format, children }: Face) {
  const { t } = useTranslation("retention");
  const { kinds, held, ahead, aheadDays, until, requests, hasMore, halt, runs, mayHalt } = shown;
  return (
    <>
      <PageTitle title={shown.title} lead={t("lead")} />
      {children}
      {halt === null ? null : (
        <Notice kind="warn" title={t("halted.title")}>
          <p>{t("halted.text", { who: halt.by, when: format.dateTime(halt.at), reason: halt.reason })}</p>
          {mayHalt ? (
            <Form method="post" action={resumptionPath} className="mt-2">
              <ConfirmSubmit act={t("halted.resume")} question={t("halted.question")} size="small">
                {t("halted.resumeText")}
              </ConfirmSubmit>
            </Form>
          ) : null}
        </Notice>
      )}
      <Section title={t("amounts.title")}>
        <DataTable
          caption={t("amounts.caption", { days: aheadDays })}
          rows={kinds}
          rowKey={({ kind }) => kind}
          columns={[
            { key: "what", head: t("amounts.what"), cell: ({ kind }) => t(`amounts.kind.${kind}`) },
            { key: "period", head: t("amounts.period"), cell: ({ kind, years }) => t(`amounts.until.${kind}`, { count: years }), wideOnly: true },
            { key: "now", head: t("amounts.now"), align: "end", cell: (one) => format.number(one.now) },
            { key: "soon", head: t("amounts.soon", { days: aheadDays }), align: "end", cell: (one) => format.number(one.soon) },
          ]}
        />
        {held === 0 ? null : <p className="text-soft">{t("amounts.held", { count: held })}</p>}
      </Section>
      <Section title={t("list.title")}>
        <nav aria-label={t("list.which")} className="flex flex-wrap gap-x-4">
          <Link to={nowPath} aria-current={ahead === 0 ? "page" : undefined} className="inline-flex min-h-6 items-center text-link aria-[current=page]:font-semibold aria-[current=page]:text-ink">
            {t("list.now")}
          </Link>
          <Link to={soonPath} aria-current={ahead === 0 ? undefined : "page"} className="inline-flex min-h-6 items-center text-link aria-[current=page]:font-semibold aria-[current=page]:text-ink">
            {t("list.soon", { days: aheadDays })}
          </Link>
        </nav>
        {requests.length === 0 ? (
          <EmptyState title={t("list.none")} />
        ) : (
          <DataTable
            caption={t("list.caption", { until: format.date(until) })}
            captionShown
            rows={requests}
            rowKey={({ id }) => id}
            columns={[
              { key: "reference", head: t("list.reference"), cell: ({ reference, path }) => (path === null ? <span className="font-mono">{reference}</span> : <Link to={path} className="inline-flex min-h-6 items-center font-mono text-link">{reference}</Link>) },
              { key: "type", head: t("list.type"), cell: ({ type, status }) => `${type}, ${status.toLowerCase()}` },
              { key: "ended", head: t("list.ended"), cell: ({ closedAt }) => format.dateOnly(closedAt), wideOnly: true },
              { key: "from", head: t("list.from"), cell: ({ dueAt }) => format.dateOnly(dueAt) },
              { key: "hold", head: t("list.hold"), cell: ({ hold }) => (hold === null ? "" : t(`hold.${hold}`)) },
            ]}
          />
        )}
        {hasMore ? <p className="text-soft">{t("list.more", { count: requests.length })}</p> : null}
      </Section>
      <Section title={t("runs.title")}>{runs.length === 0 ? <EmptyState title={t("runs.none")} /> : <Nights runs={runs} format={format} />}</Section>
      {mayHalt && halt === null ? (
        <Card title={t("halt.title")} className="max-w-form">
          <Form method="post" action={haltPath} className="grid justify-items-start gap-3">
            <p className="text-soft">{t("halt.text")}</p>
            <TextArea name="reason" label={t("halt.reason")} rows={2} required />
            <Button size="small" look="danger">
              {t("halt.act")}
            </Button>
          </Form>
        </Card>
      ) : null}
    </>
  );
}

function Nights({ runs, format }: { runs: readonly Night[]; format: DeskFormat }) {
  const { t } = useTranslation("retention");
  return (
    <DataTable
      caption={t("runs.caption")}
      rows={runs}
      rowKey={({ id }) => String(id)}
      columns={[
        { key: "night", head: t("runs.night"), cell: ({ begunAt }) => format.dateOnly(begunAt) },
        { key: "requests", head: t("runs.requests"), align: "end", cell: ({ requests }) => format.number(requests) },
        { key: "mails", head: t("runs.mails"), align: "end", cell: ({ mails }) => format.number(mails) },
        { key: "events", head: t("runs.events"), align: "end", cell: ({ events }) => format.number(events), wideOnly: true },
        { key: "state", head: t("runs.state"), cell: ({ isOver, failed }) => (failed > 0 ? <StatusTag tone="late">{t("runs.failed", { count: failed })}</StatusTag> : t(isOver ? "runs.ended" : "runs.running")) },
      ]}
    />
  );
}
