import { useTranslation } from "react-i18next";

import { DeskSearch } from "../desk/desk-search.tsx";

/** Searches the certificates. */
export function CertificateSearchBar({ action, text = "" }: { action: string; text?: string }) {
  const { t } = useTranslation("certificates");
  return <DeskSearch action={action} text={text} label={t("search.label")} placeholder={t("search.placeholder")} />;
}
