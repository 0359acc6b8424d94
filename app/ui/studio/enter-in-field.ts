import type { KeyboardEvent } from "react";

/** The fields in which a browser would send the form at Enter. */
const LINES = "input:not([type=checkbox], [type=radio], [type=button], [type=submit])";

/**
 * What Enter does in a field of an editor, the same in all of them: somebody is done with that field, and the office looks at it at once. It saves nothing: a definition has a hundred fields, and
 * who finishes one is not done with it. With Ctrl or ⌘ it saves, from wherever one is. A field that has a use of its own for Enter, such as one that adds, comes first.
 */
export function enterInField(event: KeyboardEvent<HTMLFormElement>, { check, save }: { check: () => void; save: () => void }): void {
  if (event.key !== "Enter" || event.defaultPrevented || event.nativeEvent.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    save();
  } else if (event.target instanceof Element && event.target.matches(LINES)) {
    event.preventDefault();
    check();
  }
}
