import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { KeyRound } from "lucide-react";
import { useTranslation } from "react-i18next";

import { may } from "#app/domain/access/permissions.ts";
import { keyMark } from "#app/domain/correspondence/key-mark.ts";
import { listKeys } from "#app/domain/print-room/keys.ts";
import { countLetters } from "#app/domain/print-room/settle.ts";
import { listBatches, listWaitingLetters } from "#app/domain/print-room/batches.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Tray } from "#app/ui/print-room/tray.tsx";
import { Card, EmptyState, PageTitle, Section } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { StatusTag } from "#app/ui/status-tag.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { letterTitles } from "#app/web/print-room-letters.server.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["print-room"] };
export const meta = pageMeta;

/** For so long everybody who comes here reads that a key was lost. */
const TOLD_FOR_MS = 7 * 86_400_000;

/** What lies in the tray, what was printed lately, and the counts that balance (P11). Never a PIN. */
export const loader = staffLoader({ can: "letter:list" }, async ({ actor, context, db, now, t, language }) => {
  const waiting = await listWaitingLetters(db, actor);
  const batches = await listBatches(db);
  const keys = await listKeys(db);
  const titleOf = await letterTitles(db, language);
  const letters = waiting.letters.map(({ madeAt, keyId, id, reference, addressee, language: written, parcel, template, hasPin }) => ({ id, reference, addressee, language: written, parcel, title: titleOf({ template, hasPin }), keyId, madeAt: madeAt.toISOString() }));
  return {
    title: t("print-room:title"),
    // One key file at a time, and the former key first: it should not be needed for much longer.
    trays: keys.map(({ id }) => ({ key: { id, mark: keyMark(id), isFormer: id !== context.office.printRoomKeyId }, letters: letters.filter(({ keyId }) => keyId === id), total: waiting.ready[id] ?? 0 })).filter(({ total }) => total > 0),
    lost: keys.flatMap(({ id, letters: left, lost }) =>
      lost && (left > 0 || now.getTime() - lost.at.getTime() < TOLD_FOR_MS) ? [{ mark: keyMark(id), letters: left, at: lost.at.toISOString(), by: lost.by }] : [],
    ),
    decidedByMe: waiting.decidedByMe,
    held: waiting.held,
    withoutNumber: waiting.withoutNumber,
    blocked: waiting.blocked,
    batches: batches.map(({ madeAt, ...batch }) => ({ ...batch, madeAt: madeAt.toISOString() })),
    counts: await countLetters(db),
    mayPrint: may(actor, "letter:print"),
  };
});

export default function PrintRoom() {
  const { t } = useTranslation("print-room");
  const format = useFormat();
  const { title, trays, lost, decidedByMe, held, withoutNumber, blocked, batches, counts, mayPrint } = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <PageTitle
        title={title}
        lead={t("lead")}
        acts={
          <LinkButton to={paths.printRoomKeys()} size="small" look="other" icon={KeyRound}>
            {t("keys.link")}
          </LinkButton>
        }
      />
      <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />
      {lost.map(({ mark, letters, at, by }) => (
        <Notice key={mark} kind="warn" title={t("keys.lostTitle", { key: mark, moment: format.dateTime(at), name: by })}>
          {letters > 0 ? t("keys.replacing", { count: letters }) : t("keys.replaced")}
        </Notice>
      ))}
      {decidedByMe > 0 ? <Notice kind="info">{t("decidedByMe", { count: decidedByMe })}</Notice> : null}
      {withoutNumber > 0 ? <Notice kind="warn">{t("withoutNumber", { count: withoutNumber })}</Notice> : null}
      {blocked > 0 ? <Notice kind="info">{t("blocked", { count: blocked })}</Notice> : null}
      {held > 0 ? <Notice kind="warn">{t("held", { count: held })}</Notice> : null}
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-5">
          {trays.length === 0 ? (
            <Section title={t("tray.title", { count: 0 })}>
              <EmptyState title={t("tray.empty.title")}>{t("tray.empty.text")}</EmptyState>
            </Section>
          ) : null}
          {trays.map((tray) => (
            <Tray key={tray.key.id} tray={tray} mayPrint={mayPrint} action={`${paths.printRoom()}/batches/new`} format={format} />
          ))}
        </div>
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
                  { key: "made", head: t("column.made"), cell: ({ madeAt }) => <span className="sm:whitespace-nowrap">{`${format.shortDate(madeAt)} ${format.time(madeAt)}`}</span> },
                  { key: "letters", head: t("column.letters"), cell: (batch) => format.number(batch.letters), align: "end", wideOnly: true },
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

/** What is to be done with it next, or how it ended. */
function BatchState({ batch: { open, opened, posted, spoilt } }: { batch: { open: number; opened: number; posted: number; spoilt: number } }) {
  const { t } = useTranslation("print-room");
  if (open > 0) return <StatusTag tone="soon">{t(opened > 0 ? "batches.opened" : "batches.open")}</StatusTag>;
  return (
    <span className="flex flex-wrap gap-1">
      {posted > 0 ? <StatusTag tone="well">{t("batches.posted", { count: posted })}</StatusTag> : null}
      {spoilt > 0 ? <StatusTag tone="late">{t("batches.spoilt", { count: spoilt })}</StatusTag> : null}
    </span>
  );
}
