import { type RefObject, useEffect, useRef } from "react";

/**
 * After something was added, moved or taken away the focus goes on with what was meant: the first of these that is there and can have it, in `root` where one is given. What is asked is looked
 * for once the page shows the change.
 */
export function useFocusAfter(root?: RefObject<HTMLElement>): (...selectors: readonly string[]) => void {
  const wanted = useRef<readonly string[]>([]);
  useEffect(() => {
    if (wanted.current.length === 0) return;
    const within: ParentNode | null = root === undefined ? document : root.current;
    const found = wanted.current.map((selector) => within?.querySelector<HTMLElement>(selector)).find((element) => element && !element.matches(":disabled"));
    wanted.current = [];
    found?.focus();
  });
  return (...selectors) => {
    wanted.current = selectors;
  };
}
