import { Form, Link } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { Button } from "../button.tsx";
import { DataTable } from "../data-table.tsx";
import { EmptyState } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import type { DeskFormat } from "./screen.ts";

type Job = { id: string; name: string; state: "failed" | "trying"; attempts: number; requestId: string | null; cause: string; since: string; nextTry: string | null };
type Common = { mayResume: boolean; path: string; format: Pick<DeskFormat, "shortDate" | "time" | "number"> };

/** Tasks that were given up, or fail again and again, longest stuck first. */
export function StuckJobs({ jobs, mayResume, path, requestPath, format }: Common & { jobs: readonly Job[]; requestPath: (id: string) => string }) {
  const { t } = useTranslation("jobs");
  if (jobs.length === 0) return <EmptyState title={t("work.none")}>{t("work.noneText")}</EmptyState>;
  const moment = (at: string) => `${format.shortDate(at)} ${format.time(at)}`;
  return (
    <DataTable
      caption={t("work.title")}
      rows={jobs}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "what",
          head: t("column.what"),
          cell: ({ name, requestId }) => (
            <>
              {t(`name.${name}`)}
              {requestId ? (
                <Link to={requestPath(requestId)} className="ml-2 inline-flex min-h-6 items-center text-link">
                  {t("request")}
                </Link>
              ) : null}
            </>
          ),
        },
        { key: "cause", head: t("column.cause"), cell: ({ cause }) => cause || t("noCause") },
        { key: "state", head: t("column.state"), cell: ({ state }) => <StatusTag tone={state === "failed" ? "late" : "soon"}>{t(`state.${state}`)}</StatusTag> },
        { key: "attempts", head: t("column.attempts"), cell: ({ attempts }) => format.number(attempts), align: "end", wideOnly: true },
        { key: "since", head: t("column.since"), cell: ({ since }) => moment(since), wideOnly: true },
        { key: "next", head: t("column.next"), cell: ({ nextTry }) => (nextTry ? moment(nextTry) : "–"), wideOnly: true },
        ...(mayResume ? [{ key: "act", head: t("column.act"), cell: (job: Job) => <TryAgain action={`${path}/${job.id}/try`} what={t(`name.${job.name}`)} /> }] : []),
      ]}
    />
  );
}

type OpenTask = { id: string; task: string; madeAt: string; of: { requestId: string; reference: string } | null; subjectName: string; practice: string | null };

/** What waits for somebody to do it by hand, longest waiting first. */
export function OpenTasks({ tasks, requestPath, movesPath, format }: Pick<Common, "format"> & { tasks: readonly OpenTask[]; requestPath: (id: string) => string; movesPath: string | null }) {
  const { t } = useTranslation(["jobs", "desk"]);
  if (tasks.length === 0) return <EmptyState title={t("jobs:byHand.none")} />;
  return (
    <DataTable
      caption={t("jobs:byHand.caption")}
      rows={tasks}
      rowKey={({ id }) => id}
      columns={[
        { key: "task", head: t("jobs:column.what"), cell: ({ task }) => t(`desk:task.${task}.title`) },
        {
          key: "request",
          head: t("jobs:request"),
          cell: ({ of }) =>
            of === null ? (
              <OfMove path={movesPath} label={t("jobs:move")} />
            ) : (
              <Link to={requestPath(of.requestId)} className="inline-flex min-h-6 items-center font-mono text-link">
                {of.reference}
              </Link>
            ),
        },
        { key: "subject", head: t("jobs:column.subject"), cell: ({ subjectName }) => subjectName, wideOnly: true },
        { key: "practice", head: t("jobs:column.practice"), cell: ({ practice }) => practice ?? "–", wideOnly: true },
        { key: "since", head: t("jobs:column.since"), cell: ({ madeAt }) => `${format.shortDate(madeAt)} ${format.time(madeAt)}` },
      ]}
    />
  );
}

/** A move is for reviewers to look into; who may not is told where it stands, without a way that is closed. */
function OfMove({ path, label }: { path: string | null; label: string }) {
  return path === null ? (
    label
  ) : (
    <Link to={path} className="inline-flex min-h-6 items-center text-link">
      {label}
    </Link>
  );
}

type Mail = { id: string; subject: string; recipient: string; queuedAt: string; cause: "refused" | "returned" };

/** E-mails that a server refused for good. */
export function RefusedMail({ mails, mayResume, path, format }: Common & { mails: readonly Mail[] }) {
  const { t } = useTranslation("jobs");
  if (mails.length === 0) return <EmptyState title={t("mail.none")} />;
  return (
    <DataTable
      caption={t("mail.caption")}
      rows={mails}
      rowKey={({ id }) => id}
      columns={[
        { key: "mail", head: t("column.mail"), cell: ({ subject }) => subject },
        { key: "to", head: t("column.to"), cell: ({ recipient }) => <span className="font-mono break-all">{recipient}</span> },
        { key: "cause", head: t("column.cause"), cell: ({ cause }) => t(`mail.${cause}`), wideOnly: true },
        { key: "since", head: t("column.since"), cell: ({ queuedAt }) => `${format.shortDate(queuedAt)} ${format.time(queuedAt)}`, wideOnly: true },
        ...(mayResume ? [{ key: "act", head: t("column.act"), cell: (mail: Mail) => <TryAgain action={`${path}/mails/${mail.id}/try`} what={mail.subject} /> }] : []),
      ]}
    />
  );
}

function TryAgain({ action, what }: { action: string; what: string }) {
  const { t } = useTranslation("jobs");
  return (
    <Form method="post" action={action}>
      <Button size="small" look="other" aria-label={t("retryLabel", { what })}>
        {t("retry")}
      </Button>
    </Form>
  );
}
