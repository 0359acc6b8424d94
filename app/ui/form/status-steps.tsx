import { useTranslation } from "react-i18next";

import type { StatusStep } from "#app/domain/requests/status.ts";

import { type Step, Timeline } from "../timeline.tsx";

export type ShownStep = { key: StatusStep["key"]; state: StatusStep["state"]; who: StatusStep["who"] | null; at: string | null; dueBy: string | null; isAsked: boolean };

/** The last steps, which say how it ended. */
const ENDS: ReadonlySet<StatusStep["key"]> = new Set(["done", "posted", "sent", "changed"]);

/**
 * The course of a request for its applicant: each step with its day, who is to act and by when, in one sentence. `date` words a day. A type may have
 * words of its own for a step, and so may a request for several people.
 */
export function StatusSteps({ type, isForSeveral, steps, stopped, date }: { type: string; isForSeveral: boolean; steps: readonly ShownStep[]; stopped: string | null; date: (moment: string) => string }) {
  const { t } = useTranslation("status");
  const say = (key: string, values: Record<string, string> = {}) => t([...(isForSeveral ? [`several.steps.${key}`] : []), `${type}.steps.${key}`, `steps.${key}`], values);
  const sentence = ({ key, state, who, dueBy, isAsked }: ShownStep): string => {
    if (state === "stopped") return t(`stopped.${stopped ?? "cancelled"}`);
    if (state === "done") return ENDS.has(key) ? say(`${key}.done`) : "";
    if (state === "next") return say(`${key}.next`);
    if (isAsked) return t("asked");
    const said = key === "received" ? say("received.current") : dueBy === null ? say(`${key}.currentOpen`) : say(`${key}.current`, { date: date(dueBy) });
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
          title: say(`${step.key}.title`),
          state: step.state === "current" ? "now" : step.state,
          when: step.at === null ? undefined : <time dateTime={step.at}>{date(step.at)}</time>,
          children: text === "" ? undefined : text,
        };
      })}
    />
  );
}
