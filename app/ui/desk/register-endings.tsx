import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { DataTable } from "../data-table.tsx";
import { Notice } from "../notice.tsx";
import { Card, EmptyState, PageTitle } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import type { DeskFormat } from "./screen.ts";

type Line = { id: string; practice: string; to: string | null; registration: string; endsOn: string | null; blockOn: string | null; blockedAt: string | null; seenAt: string; accounts: number };

type Shown = {
  title: string;
  checked: boolean;
  mayCheck: boolean;
  walk: { last: { at: string; checked: number; unread: number } | null; running: { checked: number; waitUntil: string | null } | null };
  lines: readonly Line[];
};

type Face = { shown: Shown; format: DeskFormat; path: string; children: ReactNode };

/** What ends at KVK and Vektis, most urgent first, and how the daily walk along the registers goes. */
export function RegisterEndings({ shown, format, path, children }: Face) {
  const { t } = useTranslation("register-endings");
  const { lines, mayCheck } = shown;
  return (
    <>
      <PageTitle title={shown.title} lead={t("lead")} />
      {children}
      {shown.checked ? <Notice kind="well" live>{t("checked")}</Notice> : null}
      <Walk shown={shown} format={format} />
      {lines.length === 0 ? (
        <EmptyState title={t("none")}>{t("noneText")}</EmptyState>
      ) : (
        <DataTable
          caption={t("caption")}
          rows={lines}
          rowKey={({ id }) => id}
          columns={[
            { key: "practice", head: t("column.practice"), cell: ({ practice, to }) => (to === null ? practice : <Link to={to} className="inline-flex min-h-6 items-center text-link">{practice}</Link>) },
            { key: "registration", head: t("column.registration"), cell: ({ registration }) => registration },
            { key: "ends", head: t("column.endsOn"), cell: ({ endsOn }) => (endsOn === null ? <StatusTag tone="soon">{t("notFound")}</StatusTag> : format.dateOnly(endsOn)) },
            { key: "block", head: t("column.blockOn"), cell: (line) => <Block line={line} format={format} /> },
            { key: "accounts", head: t("column.accounts"), align: "end" as const, cell: ({ accounts }) => format.number(accounts), wideOnly: true },
            { key: "seen", head: t("column.seen"), cell: ({ seenAt }) => `${format.shortDate(seenAt)} ${format.time(seenAt)}`, wideOnly: true },
            ...(mayCheck ? [{ key: "act", head: t("column.act"), cell: (line: Line) => <Look line={line} path={path} /> }] : []),
          ]}
        />
      )}
    </>
  );
}

function Walk({ shown: { walk }, format }: Pick<Face, "shown" | "format">) {
  const { t } = useTranslation("register-endings");
  const { last, running } = walk;
  return (
    <Card title={t("walk.title")}>
      <div className="grid max-w-text gap-2">
        {running?.waitUntil ? <Notice kind="warn">{t("walk.stopped", { date: format.dateTime(running.waitUntil) })}</Notice> : null}
        {running && !running.waitUntil ? <p>{t("walk.running", { count: running.checked })}</p> : null}
        <p>{last === null ? t("walk.never") : t("walk.last", { date: format.dateTime(last.at), count: last.checked })}</p>
        {last !== null && last.unread > 0 ? <p>{t("walk.unread", { count: last.unread })}</p> : null}
      </div>
    </Card>
  );
}

function Block({ line: { blockOn, blockedAt }, format }: { line: Line; format: DeskFormat }) {
  const { t } = useTranslation("register-endings");
  if (blockedAt !== null) return <StatusTag tone="late">{t("blocked", { date: format.shortDate(blockedAt) })}</StatusTag>;
  return <>{blockOn === null ? t("onlyLook") : t("from", { date: format.dateOnly(blockOn) })}</>;
}

function Look({ line, path }: { line: Line; path: string }) {
  const { t } = useTranslation("register-endings");
  return (
    <Form method="post" action={`${path}/${line.id}/check`}>
      <Button size="small" look="other" aria-label={t("checkLabel", { what: line.registration })}>
        {t("check")}
      </Button>
    </Form>
  );
}
