import { useTranslation } from "react-i18next";

import { type Format, formatters } from "./format.ts";
import { isLanguage } from "./language.ts";

/** The office's way of writing dates and amounts, in the language of the page. */
export function useFormat(): Format {
  const { t, i18n } = useTranslation("common");
  return formatters(isLanguage(i18n.language) ? i18n.language : "nl", (key, values) => String(t(key, { ...values })));
}
