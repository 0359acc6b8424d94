import { useTranslation } from "react-i18next";

import { Notice } from "../notice.tsx";
import { DefinitionList } from "../section.tsx";

/** Another tab changed the same page meanwhile: what it saved, so that both can be compared, and how to decide. */
export function Conflict({ saved }: { saved: ReadonlyArray<{ label: string; value: string }> }) {
  const { t } = useTranslation("form");
  return (
    <Notice kind="warn" title={t("conflict.title")} live>
      <p>{t("conflict.text")}</p>
      <DefinitionList facts={saved.map(({ label, value }) => ({ label, value: value === "" ? t("conflict.empty") : value }))} />
      <p>{t("conflict.go")}</p>
    </Notice>
  );
}
