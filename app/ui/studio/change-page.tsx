import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { DeskFormat } from "../desk/screen.ts";
import { Notice } from "../notice.tsx";
import { Card, EmptyState, PageTitle } from "../section.tsx";
import { StatusTag } from "../status-tag.tsx";
import { ChangeStatusTag, Differences, Examples, Findings } from "./parts.tsx";
import type { ChangeShown } from "./shown.ts";
import { TermMoves, type TermsShown } from "./term-moves.tsx";

type Props = { change: ChangeShown; terms: TermsShown; studioPath: string; requestPath: (id: string) => string; format: DeskFormat; children: ReactNode };

/** A change: what it would do and what is wrong with it; below that what may be done with it. */
export function ChangePage({ change, terms, studioPath, requestPath, format, children }: Props) {
  const { t } = useTranslation("studio");
  const { may, entries, elsewhere, moreElsewhere, examplesElsewhere } = change;
  return (
    <>
      <PageTitle title={change.title} kicker={<Link to={studioPath} className="text-link">{t("title")}</Link>} />
      <p className="flex flex-wrap items-center gap-3">
        <ChangeStatusTag status={change.status} />
        <span className="text-soft">{standing(change, t, format)}</span>
      </p>
      {change.stoppedBy === null ? null : (
        <Notice kind="late" title={t("change.stopped")}>
          <p>{change.stoppedBy}</p>
        </Notice>
      )}
      {change.handedBack === null ? null : (
        <Notice kind="warn" title={t("change.handedBack", { who: change.handedBack.by ?? "", when: format.dateTime(change.handedBack.at) })}>
          {change.handedBack.note === "" ? null : <p>{change.handedBack.note}</p>}
        </Notice>
      )}
      {change.reason === null ? null : (
        <p>
          {t("change.reason")} <q>{change.reason}</q>
        </p>
      )}
      {elsewhere.length === 0 ? null : (
        <Card title={t("change.elsewhere")}>
          <Findings findings={elsewhere} more={moreElsewhere} caption={t("change.elsewhere")} />
        </Card>
      )}
      {examplesElsewhere.length === 0 ? null : (
        <Card title={t("examples.elsewhere")}>
          <div className="grid gap-4">
            {examplesElsewhere.map(({ title, path, examples }) => (
              <div key={path} className="grid gap-2">
                <p>
                  <Link to={path} className="text-link">
                    {t("kind.rule-set")}: {title}
                  </Link>
                </p>
                <Examples examples={examples} />
              </div>
            ))}
          </div>
        </Card>
      )}
      {entries.length === 0 ? <EmptyState title={t("change.empty")}>{t("change.emptyText")}</EmptyState> : entries.map((entry) => <Entry key={entry.path} entry={entry} mayEdit={may.edit} />)}
      <TermMoves terms={terms} requestPath={requestPath} format={format} />
      {entries.length === 0 ? null : (
        <p>
          <Link to={change.backtestPath} className="inline-flex min-h-6 items-center text-link">
            {t("backtest.title")}
          </Link>
        </p>
      )}
      {children}
    </>
  );
}

type T = (key: string, values?: Record<string, unknown>) => string;

function standing(change: ChangeShown, t: T, format: DeskFormat): string {
  const when = (moment: string | null) => (moment === null ? "" : format.dateTime(moment));
  const by = { maker: change.madeBy, proposer: change.proposedBy ?? "", approver: change.approver ?? "", editors: change.editors.join(", ") };
  return t(`standing.${change.status}`, { ...by, created: when(change.createdAt), proposed: when(change.proposedAt), approved: when(change.approvedAt), from: when(change.publishFrom) });
}

/** So much of what is wrong with a definition stands on the page of the change; the rest on its own. */
const FEW = 5;

function Entry({ entry, mayEdit }: { entry: ChangeShown["entries"][number]; mayEdit: boolean }) {
  const { t } = useTranslation("studio");
  const marks = [entry.isNew && t("entry.new"), entry.isRemoved && t("entry.removed")].filter((one) => one !== false);
  return (
    <Card
      title={
        <Link to={entry.path} className="text-link">
          {t(`kind.${entry.kind}`)}: {entry.title}
        </Link>
      }
      aside={
        <span className="flex flex-wrap gap-2">
          {marks.map((mark) => (
            <StatusTag key={mark}>{mark}</StatusTag>
          ))}
          {entry.isBehind ? <StatusTag tone="soon">{t("entry.behind")}</StatusTag> : null}
          {entry.findings.length === 0 ? <StatusTag tone="well">{t("entry.sound")}</StatusTag> : <StatusTag tone="late">{t("entry.unsound", { count: entry.findings.length + entry.more.findings })}</StatusTag>}
        </span>
      }
    >
      <div className="grid gap-3">
        {entry.findings.length === 0 ? null : <Findings findings={entry.findings.slice(0, FEW)} more={Math.max(0, entry.findings.length - FEW) + entry.more.findings} caption={t("entry.findings")} />}
        {entry.doubts.length === 0 ? null : (
          <div className="grid gap-2">
            <p>{t("entry.doubts")}</p>
            <Findings findings={entry.doubts.slice(0, FEW)} more={Math.max(0, entry.doubts.length - FEW) + entry.more.doubts} caption={t("entry.doubts")} isDoubt />
          </div>
        )}
        <Examples examples={entry.examples} />
        <Differences differences={entry.differences} more={entry.more.differences} />
        <p>
          <Link to={entry.path} className="text-link">
            {t(mayEdit ? "entry.edit" : "entry.look")}
          </Link>
        </p>
      </div>
    </Card>
  );
}
