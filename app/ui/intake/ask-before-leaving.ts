import { useBeforeUnload, useBlocker } from "@remix-run/react";
import { useCallback, useEffect } from "react";

/** Asks before a page is left on which something was typed that is not saved: by a link with this sentence, by the browser itself with its own. */
export function useAskBeforeLeaving({ isUnsaved, saveAt, sentence }: { isUnsaved: boolean; saveAt: string; sentence: string }): void {
  // What is saved is sent on, and a jump within the page leaves nothing.
  const blocker = useBlocker(({ currentLocation, nextLocation }) => isUnsaved && nextLocation.pathname !== currentLocation.pathname && nextLocation.pathname !== saveAt);
  useEffect(() => {
    if (blocker.state !== "blocked") return;
    if (window.confirm(sentence)) blocker.proceed();
    else blocker.reset();
  }, [blocker, sentence]);
  useBeforeUnload(useCallback((event: BeforeUnloadEvent) => void (isUnsaved && event.preventDefault()), [isUnsaved]));
}
