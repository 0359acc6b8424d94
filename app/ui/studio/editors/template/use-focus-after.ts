import { type RefObject, useEffect, useRef } from "react";

/** After something was put in, moved or taken away: the focus goes to the first of these that is there and can be used, once it is drawn. */
export function useFocusAfter<E extends HTMLElement>(): { root: RefObject<E>; focusOn: (...selectors: string[]) => void } {
  const root = useRef<E>(null);
  const wanted = useRef<string[]>([]);
  useEffect(() => {
    const found = wanted.current.map((selector) => root.current?.querySelector<HTMLElement>(selector)).find((one) => one && !(one as HTMLButtonElement).disabled);
    if (wanted.current.length > 0) found?.focus();
    wanted.current = [];
  });
  return { root, focusOn: (...selectors) => (wanted.current = selectors) };
}
