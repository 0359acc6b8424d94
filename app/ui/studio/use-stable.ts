import { useCallback, useLayoutEffect, useRef } from "react";

/** The same function each time, which does what the newest one does: for parts that need not be drawn again when nothing else about them changed. Not to be called while drawing. */
export function useStable<Args extends readonly unknown[]>(act: (...args: Args) => void): (...args: Args) => void {
  const newest = useRef(act);
  useLayoutEffect(() => {
    newest.current = act;
  });
  return useCallback((...args: Args) => newest.current(...args), []);
}
