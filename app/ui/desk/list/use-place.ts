import { useLocation, useNavigation, useNavigationType } from "@remix-run/react";
import { useEffect, useState } from "react";

/** What waits for less is not worth a change of the page. */
const SHORT_MS = 150;

/** Whether another list at this address is on its way, for longer than a moment. */
export function useComing(path: string): boolean {
  const { state, location } = useNavigation();
  const isOnItsWay = state === "loading" && location.pathname === path;
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isOnItsWay) return;
    const timer = setTimeout(() => setLong(true), SHORT_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isOnItsWay]);
  return isOnItsWay && isLong;
}

/**
 * Back to the list means back to the row: by the link of the request, whose address names the row, and by the browser's own button, for which the row
 * that was opened is kept with this place in the history. Without scripts the address alone does it.
 */
export function useRowFocus(): void {
  const { key, hash } = useLocation();
  const cameBack = useNavigationType() === "POP";
  useEffect(() => {
    const row = hash.startsWith("#row-") ? hash.slice(1) : cameBack ? sessionStorage.getItem(`row ${key}`) : null;
    if (row) document.getElementById(row)?.focus();
  }, [key, hash, cameBack]);
  useEffect(() => {
    const remember = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("[data-queue-link]") : null;
      if (link?.id) sessionStorage.setItem(`row ${key}`, link.id);
    };
    document.addEventListener("click", remember, { capture: true });
    return () => document.removeEventListener("click", remember, { capture: true });
  }, [key]);
}
