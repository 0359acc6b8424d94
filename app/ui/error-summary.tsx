import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { goTo } from "./go-to.ts";
import { summaryItem } from "./summary-item.ts";

export type SummaryProblem = {
  code: string;
  message: string;
  correlationId: string;
  fields: Readonly<Record<string, string>>;
};

/**
 * On top of a form that came back: what has to change, with a link to each field, and a code to read out over the phone. The focus
 * moves here, so that nobody has to look for what happened. `labels` are what the fields are called; one stands before a sentence that does not say by
 * itself which field it is about. `title` says what is the matter where that is plainer than how many answers; `hasCode` is false where there is nothing to phone
 * about. Renders nothing without a problem.
 */
export function ErrorSummary({ problem, labels = {}, title, hasCode = true }: { problem: SummaryProblem | null | undefined; labels?: Readonly<Record<string, string>>; title?: string | undefined; hasCode?: boolean }) {
  const { t } = useTranslation("common");
  const box = useRef<HTMLDivElement>(null);
  const moment = problem?.correlationId;
  useEffect(() => {
    if (moment !== undefined) box.current?.focus();
  }, [moment]);
  if (problem === null || problem === undefined) return null;
  const fields = Object.entries(problem.fields);
  return (
    <div ref={box} role="alert" tabIndex={-1} aria-labelledby="error-summary" className="grid max-w-form gap-2 rounded-md border-2 border-late bg-late-tint p-4">
      <h2 id="error-summary" className="text-xl text-late">
        {title ?? (fields.length > 0 ? t("summary.title", { count: fields.length }) : t("summary.refused"))}
      </h2>
      {fields.length === 0 ? <p>{problem.message}</p> : null}
      <ul className="grid gap-1">
        {fields.map(([name, sentence]) => (
          <li key={name}>
            <a href={`#${name}`} onClick={(event) => goTo(event, name)} className="text-link font-semibold">
              {summaryItem(name, sentence, labels)}
            </a>
          </li>
        ))}
      </ul>
      {fields.length === 0 && hasCode ? <p className="text-sm text-soft">{t("problem.code", { code: problem.code, correlationId: problem.correlationId })}</p> : null}
    </div>
  );
}
