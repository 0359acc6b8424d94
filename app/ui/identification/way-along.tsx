import { useTranslation } from "react-i18next";

import { StepList } from "#app/ui/timeline.tsx";

const STEPS = ["confirm", "bank", "answer"] as const;

/** Where somebody is on the way from the link to the answer, through a bank or an appointment at home. */
export function WayAlong({ at, by = "bank" }: { at: (typeof STEPS)[number]; by?: "bank" | "appointment" }) {
  const { t } = useTranslation("identification");
  const now = STEPS.indexOf(at);
  return (
    <div className="grid gap-2">
      <p className="font-semibold">{t("way.label")}</p>
      <StepList
        label={t("way.label")}
        steps={STEPS.map((key, place) => ({ key, title: t(`way.${key === "bank" ? by : key}`), state: place < now ? "done" : place === now ? "now" : "next" }))}
      />
    </div>
  );
}
