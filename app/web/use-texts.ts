import { useEffect } from "react";
import { useTranslation } from "react-i18next";

/**
 * Fetches these namespaces while the page that names them is read, so that the next page has its texts before somebody asks for it: React
 * cannot draw a page that still waits for them in answer to a keystroke (error 426). `texts` is a list with spaces, as the document carries it.
 */
export function useTextsOfNextPages(texts: string): void {
  const { i18n } = useTranslation("common");
  useEffect(() => {
    // A text that cannot be fetched now is asked for again by the page that shows it.
    void i18n.loadNamespaces(texts.split(" "));
  }, [i18n, texts]);
}
