import { useTranslation } from "react-i18next";

import { StepList } from "#app/ui/timeline.tsx";

const STEPS = [0, 1, 2, 3, 4] as const;
export type InstallStep = (typeof STEPS)[number];

/** The five steps of an installation, and where somebody is. */
export function InstallSteps({ at }: { at: InstallStep }) {
  const { t } = useTranslation("installation");
  return (
    <div className="grid gap-2">
      <p className="font-semibold">{t("steps.label")}</p>
      <StepList
        label={t("steps.label")}
        steps={STEPS.map((step) => ({ key: String(step), title: t(`steps.${step}.title`), state: step < at ? "done" : step === at ? "now" : "next" }))}
      />
    </div>
  );
}
