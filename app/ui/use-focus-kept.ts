import { useLocation, useNavigationType } from "@remix-run/react";
import { type RefObject, useEffect } from "react";

/** What had the focus last, and of what it was an act (`data-acts`). Of the window and not of a page: every page has a frame of its own. */
let last: { element: Element; acts: string | null } | null = null;
let hasBegun = false;

/**
 * An act takes its own button away, and a link its whole page: the focus would then be nowhere, and a keyboard would begin at the top, in silence. So the
 * focus goes to what can be done now with the same request, or else to the page that came, whose title is said in `voice` (desk point 9). Whoever has the
 * focus keeps it, and a page that is loaded afresh begins as browsers have it.
 */
export function useFocusKept(main: RefObject<HTMLElement>, voice: RefObject<HTMLElement>): void {
  const { key, pathname } = useLocation();
  const isFresh = useNavigationType() === "POP";
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof Element) last = { element: target, acts: target.closest<HTMLElement>("[data-acts]")?.dataset["acts"] ?? null };
    };
    document.addEventListener("focusin", remember);
    return () => document.removeEventListener("focusin", remember);
  }, []);
  useEffect(() => {
    if (hasBegun || !isFresh) moveOn(main.current);
    hasBegun = true;
  }, [key, isFresh, main]);
  useEffect(() => {
    if (voice.current && (hasBegun || !isFresh)) voice.current.textContent = document.title;
  }, [pathname, isFresh, voice]);
  // Not only another address takes things away: a clock that ran out does, and the end of what went on by itself.
  useEffect(() => {
    if (last !== null && !last.element.isConnected) moveOn(main.current);
  });
}

function moveOn(main: HTMLElement | null): void {
  if (document.activeElement !== null && document.activeElement !== document.body) return;
  const acts = last?.acts ? document.querySelector<HTMLElement>(`[data-acts="${CSS.escape(last.acts)}"]`) : null;
  (acts ?? main)?.focus({ preventScroll: acts === null });
}
