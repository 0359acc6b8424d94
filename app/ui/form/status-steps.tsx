import { useTranslation } from "react-i18next";

import type { StatusStep } from "#app/domain/requests/status.ts";

import { type Step, Timeline } from "../timeline.tsx";

export type ShownStep = { key: StatusStep["key"]; state: StatusStep["state"]; who: StatusStep["who"] | null; at: string | null; dueBy: string | null };

/** The course of a request for its applicant: each step with its day, who is to act and by when, in one sentence. `date` words a day. */
export function StatusSteps({ steps, stopped, date }: { steps: readonly ShownStep[]; stopped: string | null; date: (moment: string) => string }) {
  const { t } = useTranslation("status");
  const sentence = ({ key, state, who, dueBy }: ShownStep): string => {
    if (state === "stopped") return t(`stopped.${stopped ?? "cancelled"}`);
    if (state === "done") return key === "done" ? t("steps.done.done") : "";
    if (state === "next") return t(`steps.${key}.next`);
    const said = key === "received" ? t("steps.received.current") : dueBy === null ? t(`steps.${key}.currentOpen`) : t(`steps.${key}.current`, { date: date(dueBy) });
    return [who ? t(`who.${who}`) : "", said].filter(Boolean).join(" ");
  };
  return (
    <Timeline
      label={t("label")}
      // Nothing comes after what was stopped.
      steps={steps.filter(({ state }) => stopped === null || state !== "next").map((step): Step => {
        const text = sentence(step);
        return {
          key: step.key,
          title: t(`steps.${step.key}.title`),
          state: step.state === "current" ? "now" : step.state,
          when: step.at === null ? undefined : <time dateTime={step.at}>{date(step.at)}</time>,
          children: text === "" ? undefined : text,
        };
      })}
    />
  );
}
