import { useEffect, useRef } from "react";

/**
 * After something was added, moved or taken away the focus goes on with what was meant: the first of these that is there and can have it. What is asked is looked for once the page shows
 * the change.
 */
export function useFocusAfter(): (...selectors: readonly string[]) => void {
  const wanted = useRef<readonly string[]>([]);
  useEffect(() => {
    if (wanted.current.length === 0) return;
    const found = wanted.current.map((selector) => document.querySelector<HTMLElement>(selector)).find((element) => element !== null && !element.matches(":disabled"));
    wanted.current = [];
    found?.focus();
  });
  return (...selectors) => {
    wanted.current = selectors;
  };
}
