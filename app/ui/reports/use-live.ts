import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";

/** How old the figures on a page that is looked at may be. */
const EVERY_MS = 1_500;

/** Asks for the page's figures again and again, as long as somebody can see them; what is under way is waited for. */
export function useLive(): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (state !== "idle") return;
    const look = () => {
      if (document.visibilityState === "visible") revalidate();
    };
    const later = setTimeout(look, EVERY_MS);
    // Whoever comes back to the page does not look at what was.
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(later);
      document.removeEventListener("visibilitychange", look);
    };
  });
}
