import { Check, Circle, CircleDot, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { classNames } from "./class-names.ts";

export type Step = {
  key: string;
  title: ReactNode;
  state: "done" | "now" | "next" | "stopped";
  /** When it happened, already worded. */
  when?: ReactNode;
  /** Who is to act and by when, in one sentence. */
  children?: ReactNode;
};

const faces = {
  done: { icon: Check, look: "border-well bg-well text-sheet", line: "bg-well" },
  now: { icon: CircleDot, look: "border-petrol bg-petrol-tint text-petrol", line: "bg-line" },
  next: { icon: Circle, look: "border-edge bg-sheet text-soft", line: "bg-line" },
  stopped: { icon: X, look: "border-late bg-late text-sheet", line: "bg-line" },
} as const;

/** A vertical line of steps. State is also read aloud, and the present step is marked as current. */
export function Timeline({ steps, label }: { steps: readonly Step[]; label: string }) {
  const { t } = useTranslation("common");
  return (
    <ol aria-label={label} className="grid">
      {steps.map(({ key, title, state, when, children }, index) => {
        const { icon: Icon, look, line } = faces[state];
        return (
          <li key={key} aria-current={state === "now" ? "step" : undefined} className="grid grid-cols-[2rem_1fr] gap-x-4">
            <div className="grid justify-items-center grid-rows-[2rem_1fr]">
              <span className={classNames("grid size-8 place-items-center rounded-full border-2", look)}>
                <Icon aria-hidden className="size-4" />
              </span>
              {index === steps.length - 1 ? null : <span aria-hidden className={classNames("h-full min-h-4 w-0.5", line)} />}
            </div>
            <div className={classNames("grid content-start gap-1 pb-6", state === "next" && "text-soft")}>
              <p className="flex flex-wrap items-baseline gap-x-3 pt-0.5">
                <span className={state === "now" ? "font-bold" : "font-semibold"}>{title}</span>
                <span className="sr-only">({t(`step.${state}`)})</span>
                {when === undefined ? null : <span className="text-help">{when}</span>}
              </p>
              {children === undefined ? null : <div className="max-w-text">{children}</div>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** The steps of a form beside it: "Praktijk ✓, Waarom ✓, Gebruiker ●". Done ones may link back. */
export function StepList({ steps, label }: { steps: ReadonlyArray<{ key: string; title: ReactNode; state: Step["state"]; link?: ReactNode }>; label: string }) {
  const { t } = useTranslation("common");
  return (
    <ol aria-label={label} className="grid gap-1 text-base">
      {steps.map(({ key, title, state, link }) => {
        const { icon: Icon } = faces[state];
        return (
          <li key={key} aria-current={state === "now" ? "step" : undefined} className={classNames("flex items-center gap-2 py-1", state === "next" && "text-soft", state === "now" && "font-semibold")}>
            <Icon aria-hidden className={classNames("size-4 shrink-0", state === "done" && "text-well", state === "now" && "text-petrol", state === "stopped" && "text-late")} />
            <span>{link ?? title}</span>
            <span className="sr-only">({t(`step.${state}`)})</span>
          </li>
        );
      })}
    </ol>
  );
}
