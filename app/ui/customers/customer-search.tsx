import { useTranslation } from "react-i18next";

import { DeskSearch } from "../desk/desk-search.tsx";

/** Searches the customers. */
export function CustomerSearch({ action, text = "" }: { action: string; text?: string }) {
  const { t } = useTranslation("customers");
  return <DeskSearch action={action} text={text} label={t("search.label")} placeholder={t("search.placeholder")} />;
}
