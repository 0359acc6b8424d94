import { Link } from "@remix-run/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";

import { classNames } from "../class-names.ts";
import type { DeskFormat } from "../desk/screen.ts";
import { StatusTag, type Tone } from "../status-tag.tsx";
import type { ChangeLine, DifferenceShown, ExampleShown, FindingShown } from "./shown.ts";

const TONES: Record<ChangeLine["status"], Tone> = { draft: "plain", proposed: "waiting", scheduled: "soon", published: "well", withdrawn: "plain" };

/** Where a change stands, in a word. */
export function ChangeStatusTag({ status }: { status: ChangeLine["status"] }) {
  const { t } = useTranslation("studio");
  return <StatusTag tone={TONES[status]}>{t(`status.${status}`)}</StatusTag>;
}

/**
 * What is wrong, each at its place; or what somebody may not have meant. Drawn again only when something else is: a large definition that is half done has hundreds, and somebody types in it.
 */
export const Findings = memo(function Findings({ findings, more = 0, caption, isDoubt = false, onGo }: { findings: ReadonlyArray<FindingShown & { definition?: string }>; /** So many are not among them. */ more?: number; caption: string; isDoubt?: boolean; /** Brings a place into sight. */ onGo?: ((path: string) => void) | undefined }) {
  const { t } = useTranslation("studio");
  return (
    <ul aria-label={caption} className="grid min-w-0 gap-2 wrap-anywhere">
      {findings.map(({ message, path, line, definition }) => (
        <li key={`${definition ?? ""}${path}${message}`} className={classNames("min-w-0 border-l-4 px-3 py-2", isDoubt ? "border-soon bg-soon-tint" : "border-late bg-late-tint")}>
          <p className="font-semibold">{message}</p>
          <p className="text-help break-words">
            {definition === undefined ? null : `${definition}. `}
            {line === null ? null : `${t("finding.line", { line })} `}
            {path === "" ? null : <code className="font-mono">{path}</code>}
          </p>
          {onGo === undefined || path === "" ? null : (
            <button type="button" onClick={() => onGo(path)} className="inline-flex min-h-6 items-center text-link">
              {t("editor.go")}
            </button>
          )}
        </li>
      ))}
      {more === 0 ? null : <li className="text-help">{t("finding.more", { count: more })}</li>}
    </ul>
  );
});

/** What is otherwise than in the published version, before beside after. */
export const Differences = memo(function Differences({ differences, more = 0 }: { differences: readonly DifferenceShown[]; /** So many are not among them. */ more?: number }) {
  const { t } = useTranslation("studio");
  if (differences.length === 0) return <p className="text-soft">{t("difference.none")}</p>;
  return (
    <div className="min-w-0 wrap-anywhere">
      <table className="w-full table-fixed border-collapse text-left text-sm">
        <caption className="sr-only">{t("difference.caption")}</caption>
        <thead>
          <tr className="border-b border-edge text-soft">
            <th scope="col" className="px-2 py-1">{t("difference.where")}</th>
            <th scope="col" className="px-2 py-1">{t("difference.was")}</th>
            <th scope="col" className="px-2 py-1">{t("difference.is")}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map((one) => (
            <tr key={`${one.where}${String(one.isMoved)}`} className="border-b border-line align-top last:border-0">
              <th scope="row" className="px-2 py-2 font-normal wrap-anywhere">{one.where}</th>
              {one.isMoved ? (
                <td colSpan={2} className="px-2 py-2">{t("difference.moved")}</td>
              ) : (
                <>
                  <td className="px-2 py-2">{one.was === null ? <span className="text-soft">{t("difference.nothing")}</span> : <del className="font-mono wrap-anywhere whitespace-pre-wrap text-late no-underline">{one.was}</del>}</td>
                  <td className="px-2 py-2">{one.is === null ? <span className="text-soft">{t("difference.nothing")}</span> : <ins className="font-mono wrap-anywhere whitespace-pre-wrap text-well no-underline">{one.is}</ins>}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {more === 0 ? null : <p className="mt-2 text-help">{t("difference.more", { count: more })}</p>}
    </div>
  );
});

/** Of so many examples that went otherwise is told how. */
const MOST_WRONG = 20;

/** How the worked examples of a rule set go: how many, and those that went otherwise than they say. */
export const Examples = memo(function Examples({ examples }: { examples: readonly ExampleShown[] }) {
  const { t } = useTranslation("studio");
  if (examples.length === 0) return null;
  const wrong = examples.filter(({ passed }) => !passed);
  return (
    <div className="grid gap-2">
      <p>{wrong.length === 0 ? <StatusTag tone="well">{t("examples.pass", { count: examples.length })}</StatusTag> : <StatusTag tone="late">{t("examples.fail", { count: wrong.length, total: examples.length })}</StatusTag>}</p>
      {wrong.slice(0, MOST_WRONG).map(({ title, expected, got }) => (
        <div key={title} className="grid gap-2 border-l-4 border-late bg-late-tint px-3 py-2">
          <p className="font-semibold">{title}</p>
          <div className="grid gap-3 text-sm sm:grid-cols-2">
            <div className="min-w-0">
              <p className="text-soft">{t("examples.expected")}</p>
              <pre className="font-mono break-words whitespace-pre-wrap">{expected}</pre>
            </div>
            <div className="min-w-0">
              <p className="text-soft">{t("examples.got")}</p>
              <pre className="font-mono break-words whitespace-pre-wrap">{got}</pre>
            </div>
          </div>
        </div>
      ))}
      {wrong.length <= MOST_WRONG ? null : <p className="text-help">{t("examples.more", { count: wrong.length - MOST_WRONG })}</p>}
    </div>
  );
});

/** Changes, the newest first, with where each stands and who did what. */
export function ChangeList({ changes, format }: { changes: readonly ChangeLine[]; format: DeskFormat }) {
  const { t } = useTranslation("studio");
  return (
    <ul className="grid gap-2">
      {changes.map((one) => (
        <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line pb-2 last:border-0">
          <Link to={one.path} className="inline-flex min-h-6 items-center font-semibold text-link">
            {one.title}
          </Link>
          <ChangeStatusTag status={one.status} />
          <span className="text-help">
            {one.status === "scheduled" && one.publishFrom !== null
              ? t("line.scheduled", { when: format.dateTime(one.publishFrom), by: one.approver ?? "" })
              : one.status === "proposed"
                ? t("line.proposed", { by: one.proposedBy ?? "" })
                : t("line.made", { by: one.madeBy, when: format.dateTime(one.createdAt) })}
          </span>
          {one.stoppedBy === null ? null : <StatusTag tone="late">{t("line.stopped")}</StatusTag>}
        </li>
      ))}
    </ul>
  );
}

/** A long text as it stands, to be read and copied; a field, so that the keyboard reaches it and can scroll it. */
export function Verbatim({ label, text }: { label: string; text: string }) {
  return <textarea readOnly aria-label={label} rows={Math.min(30, text.split("\n").length)} spellCheck={false} className="control w-full font-mono text-sm" value={text} />;
}
