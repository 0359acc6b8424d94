import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { Printer } from "lucide-react";
import { useTranslation } from "react-i18next";

import { may } from "#app/domain/access/permissions.ts";
import { countLetters } from "#app/domain/print-room/settle.ts";
import { listBatches, listWaitingLetters } from "#app/domain/print-room/batches.ts";
import { Button } from "#app/ui/button.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Card, EmptyState, PageTitle, Section } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { StatusTag } from "#app/ui/status-tag.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["print-room"] };
export const meta = pageMeta;

/** What lies in the tray, what was printed lately, and the counts that balance (P11). Never a PIN. */
export const loader = staffLoader({ can: "letter:list" }, async ({ actor, db, t }) => {
  const waiting = await listWaitingLetters(db, actor);
  const batches = await listBatches(db);
  return {
    title: t("print-room:title"),
    letters: waiting.letters.map(({ id, reference, addressee, language, madeAt }) => ({ id, reference, addressee, language, madeAt: madeAt.toISOString() })),
    decidedByMe: waiting.decidedByMe,
    batches: batches.map(({ madeAt, closedAt, ...batch }) => ({ ...batch, madeAt: madeAt.toISOString(), isClosed: closedAt !== null })),
    counts: await countLetters(db),
    mayPrint: may(actor, "letter:print"),
  };
});

export default function PrintRoom() {
  const { t } = useTranslation("print-room");
  const format = useFormat();
  const { title, letters, decidedByMe, batches, counts, mayPrint } = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <PageTitle
        title={title}
        lead={t("lead")}
        acts={
          mayPrint && letters.length > 0 ? (
            <Form method="post" action={`${paths.printRoom()}/batches/new`}>
              <Button size="small" icon={Printer}>
                {t("makeBatch", { count: Math.min(letters.length, 100) })}
              </Button>
            </Form>
          ) : undefined
        }
      />
      <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />
      {decidedByMe > 0 ? <Notice kind="info">{t("decidedByMe", { count: decidedByMe })}</Notice> : null}
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Section title={t("tray.title", { count: letters.length })}>
          {letters.length === 0 ? (
            <EmptyState title={t("tray.empty.title")}>{t("tray.empty.text")}</EmptyState>
          ) : (
            <DataTable
              caption={t("tray.caption")}
              rows={letters}
              rowKey={({ id }) => id}
              columns={[
                { key: "reference", head: t("column.reference"), cell: ({ reference }) => <span className="font-mono whitespace-nowrap">{reference}</span> },
                { key: "addressee", head: t("column.addressee"), cell: ({ addressee }) => addressee[0] },
                { key: "town", head: t("column.town"), cell: ({ addressee }) => addressee.at(-1), wideOnly: true },
                { key: "language", head: t("column.language"), cell: ({ language }) => t(`language.${language}`), wideOnly: true },
                { key: "made", head: t("column.made"), cell: ({ madeAt }) => <span className="whitespace-nowrap">{`${format.shortDate(madeAt)} ${format.time(madeAt)}`}</span> },
              ]}
            />
          )}
        </Section>
        <div className="grid gap-5">
          <Section title={t("batches.title")}>
            {batches.length === 0 ? (
              <EmptyState title={t("batches.empty")} />
            ) : (
              <DataTable
                caption={t("batches.title")}
                rows={batches}
                rowKey={({ number }) => String(number)}
                columns={[
                  {
                    key: "number",
                    head: t("column.batch"),
                    cell: ({ number }) => (
                      <Link to={`${paths.printRoom()}/batches/${number}`} className="inline-flex min-h-6 items-center font-mono text-link">
                        P-{number}
                      </Link>
                    ),
                  },
                  { key: "made", head: t("column.made"), cell: ({ madeAt }) => <span className="whitespace-nowrap">{`${format.shortDate(madeAt)} ${format.time(madeAt)}`}</span> },
                  { key: "letters", head: t("column.letters"), cell: (batch) => format.number(batch.letters), align: "end" },
                  { key: "state", head: t("column.state"), cell: (batch) => <BatchState batch={batch} /> },
                ]}
              />
            )}
          </Section>
          <Card title={t("balance.title")}>
            <p>{t("balance.sum", { made: format.number(counts.made), waiting: format.number(counts.waiting), batched: format.number(counts["in-batch"]), posted: format.number(counts.posted), spoilt: format.number(counts.spoilt + counts.returned) })}</p>
          </Card>
        </div>
      </div>
    </StaffLayout>
  );
}

function BatchState({ batch }: { batch: { isClosed: boolean; posted: number; spoilt: number } }) {
  const { t } = useTranslation("print-room");
  if (!batch.isClosed) return <StatusTag tone="soon">{t("batches.open")}</StatusTag>;
  return <StatusTag tone="well">{t("batches.closed", { posted: batch.posted, spoilt: batch.spoilt })}</StatusTag>;
}
