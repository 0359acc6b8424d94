import { useTranslation } from "react-i18next";

import { DefinitionList } from "../section.tsx";
import { RequestState } from "./request-state.tsx";
import type { CaseShown, DeskFormat, DeskProblem } from "./screen.ts";
import { typedText } from "./typed.ts";

/** For who was just too late: what they wanted, with every word that they typed, beside what stands there now. Nothing of it is lost. */
export function Conflict({ screen, problem, format }: { screen: CaseShown; problem: DeskProblem; format: DeskFormat }) {
  const { t } = useTranslation(["desk", "desk-list"]);
  const { decision, claim, status } = screen;
  const outcome = typedText(problem, "outcome");
  const reason = typedText(problem, "reasonCode");
  const mine = [
    { label: t("desk:decided.what"), value: outcome === "" ? null : t(outcome === "return" ? "desk:second.return" : `desk:decision.${outcome}`) },
    { label: t("desk:decision.reason"), value: screen.reasons.find(({ code }) => code === reason)?.label ?? null },
    { label: t("desk-list:conflict.typed"), value: [typedText(problem, "note"), typedText(problem, "reason"), typedText(problem, "question"), typedText(problem, "answer"), typedText(problem, "text")].filter(Boolean).join("\n") },
  ].filter(({ value }) => value !== null && value !== "");
  const theirs = [
    { label: t("desk:queue.column.status"), value: <RequestState status={status} /> },
    { label: t("desk:decided.what"), value: decision && `${decision.tally === null ? t(`desk:decided.${decision.what}`) : t("desk:decided.partly", decision.tally)}, ${decision.by}${decision.at === null ? "" : `, ${format.time(decision.at)}`}` },
    { label: t("desk:decision.reason"), value: decision?.reason ?? null },
    { label: t("desk-list:conflict.typed"), value: decision?.note ?? null },
    { label: t("desk:queue.column.claim"), value: decision === null ? (claim?.name ?? null) : null },
  ];
  if (mine.length === 0) return null;
  return (
    <div className="grid gap-3 rounded-md border border-line bg-sheet p-4 grid-cols-[repeat(auto-fit,minmax(min(100%,18rem),1fr))] [&_dd_span]:whitespace-normal" data-conflict>
      <Side title={t("desk:moved.typed", { reference: screen.reference })} facts={mine} />
      <Side title={t("desk-list:conflict.now")} facts={theirs} />
    </div>
  );
}

function Side({ title, facts }: { title: string; facts: Parameters<typeof DefinitionList>[0]["facts"] }) {
  return (
    <section aria-label={title} className="grid min-w-0 content-start gap-2">
      <p className="font-semibold">{title}</p>
      <DefinitionList facts={facts} />
    </section>
  );
}
