import type { MouseEvent } from "react";

/**
 * To where something can be typed: of a question with several answers or boxes the one that is wrong, chosen, or first, and with the question itself in
 * sight. Without scripts the link leads to the question.
 */
export function goTo(event: MouseEvent, name: string): void {
  const place = document.getElementById(name) ?? document.getElementsByName(name)[0];
  if (!place) return;
  const control = place.matches(CONTROL) ? place : (place.querySelector<HTMLElement>("[aria-invalid=true], input:checked") ?? place.querySelector<HTMLElement>(CONTROL) ?? place);
  event.preventDefault();
  // What is folded away cannot have the focus.
  for (let fold = control.closest("details"); fold !== null; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  const asked = control.closest("fieldset")?.querySelector("legend") ?? (control as Partial<HTMLInputElement>).labels?.[0] ?? control;
  control.focus({ preventScroll: true });
  asked.scrollIntoView({ block: "nearest" });
}

const CONTROL = "input:not([type=hidden]), select, textarea, button";

/** To another part of this page. An address with a part of the page in it is a page that somebody comes back to, and those are shown where they were left. */
export function goToPart(event: MouseEvent, id: string): void {
  const part = document.getElementById(id);
  if (part === null) return;
  event.preventDefault();
  part.focus({ preventScroll: true });
  part.scrollIntoView({ block: "start", behavior: "instant" });
}
