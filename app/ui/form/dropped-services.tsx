import { useTranslation } from "react-i18next";

import type { ExcludedService } from "#app/domain/requests/form/offer.ts";

import { Notice } from "../notice.tsx";

/** Services that were chosen and that the AGB code may not have, or no longer: nothing goes without a word. Renders nothing without any. */
export function DroppedServices({ dropped }: { dropped: readonly ExcludedService[] }) {
  const { t } = useTranslation("form");
  if (dropped.length === 0) return null;
  return (
    <Notice kind="warn" title={t("services.dropped.title")} live>
      <p>{t("services.dropped.text")}</p>
      <ul className="list-disc pl-5">
        {dropped.map(({ id, name, why, recognition }) => (
          <li key={id}>
            <span className="font-semibold">{name}</span>: {t(`services.why.${why}`, { name: recognition })}.
          </li>
        ))}
      </ul>
      <p>{t("services.dropped.go")}</p>
    </Notice>
  );
}
