import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

import { classNames } from "./class-names.ts";

export type NoticeKind = "info" | "warn" | "late" | "well";

const faces = {
  info: { icon: Info, look: "border-petrol bg-petrol-tint", mark: "text-petrol" },
  warn: { icon: TriangleAlert, look: "border-soon bg-soon-tint", mark: "text-soon" },
  late: { icon: CircleX, look: "border-late bg-late-tint", mark: "text-late" },
  well: { icon: CircleCheck, look: "border-well bg-well-tint", mark: "text-well" },
} as const;

/** Something that the reader has to know before going on. `live` announces it when it appears after an act. */
export function Notice({ kind = "info", title, live = false, children }: { kind?: NoticeKind; title?: ReactNode; live?: boolean; children?: ReactNode }) {
  const { icon: Icon, look, mark } = faces[kind];
  return (
    <div role={live ? (kind === "late" ? "alert" : "status") : undefined} className={classNames("flex max-w-text gap-3 rounded-md border-l-4 p-4", look)}>
      <Icon aria-hidden className={classNames("mt-0.5 size-5 shrink-0", mark)} />
      <div className="grid min-w-0 flex-1 gap-1">
        {title === undefined ? null : <p className="font-semibold">{title}</p>}
        {children}
      </div>
    </div>
  );
}
