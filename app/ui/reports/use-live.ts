import { useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";

/** How old the figures on a page that is looked at may be. */
const EVERY_MS = 1_500;

/**
 * Asks for the page's figures again and again, as long as somebody can see them; what is under way is waited for. First asks whether the office answers: a page that hangs on the wall is not to
 * become an error because a server was started anew. `isCutOff` while it does not answer.
 */
export function useLive(): { isCutOff: boolean } {
  const { revalidate, state } = useRevalidator();
  const [missed, setMissed] = useState(0);
  useEffect(() => {
    if (state !== "idle") return;
    let isOver = false;
    const look = async () => {
      if (document.visibilityState !== "visible") return;
      const answers = await fetch("/readyz", { cache: "no-store" }).then(({ ok }) => ok, () => false);
      if (isOver) return;
      setMissed((before) => (answers ? 0 : before + 1));
      if (answers) revalidate();
    };
    const lookNow = () => void look();
    const later = setTimeout(lookNow, EVERY_MS);
    // Whoever comes back to the page does not look at what was.
    document.addEventListener("visibilitychange", lookNow);
    return () => {
      isOver = true;
      clearTimeout(later);
      document.removeEventListener("visibilitychange", lookNow);
    };
  }, [revalidate, state, missed]);
  return { isCutOff: missed > 0 };
}
