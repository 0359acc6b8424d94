import { useTranslation } from "react-i18next";

/** A practice by its name, as people know it, and its AGB code, by which we do; the code alone where we know no name. */
export function PracticeLine({ name, agbCode }: { name: string | null; agbCode: string }) {
  const { t } = useTranslation("common");
  const code = <span className="whitespace-nowrap">{t("practice.agbCode", { agbCode })}</span>;
  return name === null ? code : <>{name}, {code}</>;
}
