import { useTranslation } from "react-i18next";

import { Notice } from "../notice.tsx";
import { Section } from "../section.tsx";

type LeadTime = { promised: { workingDays: number } | { hours: number }; delivery: number | null; expectedOn: string | null; isLater: boolean };

/** How long it takes: what we promise, the day that comes to, an honest other day when it is busier than that, and when number and PIN leave (R92). */
export function LeadTimeSection({ leadTime, dateOnly }: { leadTime: LeadTime; dateOnly: (day: string) => string }) {
  const { t } = useTranslation("public");
  const { promised, delivery, expectedOn, isLater } = leadTime;
  return (
    <Section title={t("leadTime.title")}>
      <div className="grid max-w-text gap-3">
        <p>{"hours" in promised ? t("leadTime.hours", { count: promised.hours }) : t("leadTime.workingDays", { count: promised.workingDays })}</p>
        {expectedOn === null ? null : isLater ? (
          <Notice kind="warn" title={t("leadTime.busyTitle")}>
            {t("leadTime.busy", { date: dateOnly(expectedOn) })}
          </Notice>
        ) : (
          <p>{t("leadTime.expected", { date: dateOnly(expectedOn) })}</p>
        )}
        {delivery === null ? null : <p>{t("leadTime.delivery", { count: delivery })}</p>}
      </div>
    </Section>
  );
}
