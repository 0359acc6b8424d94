import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

/**
 * Fetches these namespaces while the page that names them is read, so that the next page has its texts before somebody asks for it: React
 * cannot draw a page that still waits for them in answer to a keystroke (error 426). `texts` is a list with spaces, as the document carries it. `worded` says what the
 * office words itself: where a colleague publishes other words while this page is open, they are fetched with the next one.
 */
export function useTextsOfNextPages(texts: string, worded: string): void {
  const { i18n } = useTranslation("common");
  const shown = useRef(worded);
  useEffect(() => {
    if (shown.current === worded) return;
    shown.current = worded;
    void i18n.reloadResources(i18n.language).then(() => i18n.emit("loaded", true));
  }, [i18n, worded]);
  useEffect(() => {
    // A text that cannot be fetched now is asked for again by the page that shows it.
    void i18n.loadNamespaces(texts.split(" "));
  }, [i18n, texts]);
}
