import { CircleCheck, CircleDashed, CircleX, Clock, Hourglass, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";

/** What a state means to whoever looks at it; the word says which state it is. */
export type Tone = "late" | "soon" | "well" | "waiting" | "plain";

const faces: Record<Tone, { icon: LucideIcon; look: string }> = {
  late: { icon: CircleX, look: "bg-late-tint text-late" },
  soon: { icon: Clock, look: "bg-soon-tint text-soon" },
  well: { icon: CircleCheck, look: "bg-well-tint text-well" },
  waiting: { icon: Hourglass, look: "bg-waiting-tint text-waiting" },
  plain: { icon: CircleDashed, look: "bg-line text-ink" },
};

/** A state in a word, an icon and a colour, in that order of importance. */
export function StatusTag({ tone = "plain", icon, children }: { tone?: Tone; icon?: LucideIcon; children: ReactNode }) {
  const Icon = icon ?? faces[tone].icon;
  return (
    <span className={classNames("inline-flex items-center gap-1 rounded-md px-2 py-0.5 text-left text-sm font-semibold sm:rounded-full sm:whitespace-nowrap", faces[tone].look)}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {children}
    </span>
  );
}

/** Time left in words ("nog 3 werkdagen"), coloured by how little it is. `daysLeft` in working days, negative when late. */
export function Countdown({ daysLeft, isLate = daysLeft < 0, paused = false, children }: { daysLeft: number; isLate?: boolean; paused?: boolean; children: ReactNode }) {
  const tone: Tone = paused ? "waiting" : isLate ? "late" : daysLeft <= 1 ? "soon" : "plain";
  return <StatusTag tone={tone}>{children}</StatusTag>;
}
