import { useTranslation } from "react-i18next";

import { UndoForm } from "./undo-form.tsx";

export type UndoShown = { reference: string; decision: "approve" | "reject"; tally: { approved: number; all: number } | null; seconds: number; action: string };

/** On the page after a decision: what was decided, and the seconds in which it can be taken back before anything is sent. */
export function UndoBar({ undo }: { undo: UndoShown | null }) {
  const { t } = useTranslation(["desk-list", "desk"]);
  if (undo === null) return null;
  return (
    <section aria-label={t("desk-list:undo.label")} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-md border-l-4 border-petrol bg-petrol-tint px-4 py-2">
      <p role="status">
        <span className="font-mono">{undo.reference}</span> · {undo.tally === null ? t(`desk-list:undo.${undo.decision}`) : t("desk-list:undo.partly", undo.tally)}
      </p>
      <UndoForm key={undo.action} action={undo.action} seconds={undo.seconds} />
    </section>
  );
}
