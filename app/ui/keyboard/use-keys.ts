import { useEffect } from "react";

/** The keys that do something, in the order in which they are explained; what each of them does stands in the texts. */
export const KEYS = ["j", "k", "x", "Enter", "n", "a", "e", "u", "/", "?", "Ctrl+K"] as const;

type Means = { singleKeys: boolean; openHelp: () => void; openPalette: () => void };

/**
 * The desk by keyboard. Single keys work only while nothing is typed in, only without a modifier, and not at all for who switched them off (WCAG
 * 2.1.4); everything that they reach is a link, field or button that Tab reaches too. Ctrl+K, which is no single key, opens the palette anywhere.
 */
export function useKeys({ singleKeys, openHelp, openPalette }: Means): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector("dialog[open]") !== null) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        return openPalette();
      }
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const along = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (along !== 0 && isRow(document.activeElement)) {
        event.preventDefault();
        alongRows(along);
        return;
      }
      if (!singleKeys || isTyping(event.target) || !doesSomething(event, openHelp)) return;
      event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [singleKeys, openHelp, openPalette]);
}

/** Whether what a key would change is a field in which it means itself. A box to tick or choose is none: letters do nothing there. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
}

function doesSomething({ key, shiftKey }: KeyboardEvent, openHelp: () => void): boolean {
  switch (key) {
    case "?":
      openHelp();
      return true;
    case "/":
      return focusOn("[data-desk-search]");
    case "j":
      return alongRows(1);
    case "k":
      return alongRows(-1);
    case "x":
    case "X":
      return pick(shiftKey);
    case "e":
      return focusOn("input[name=outcome]:checked") || focusOn("#outcome input:enabled") || pressIn(document, "[data-act-key=e]");
    default:
      return /^[a-z]$/.test(key) && pressIn(document, `[data-act-key=${key}]`);
  }
}

const ROWS = "[data-queue-link]";

function isRow(element: Element | null): boolean {
  return element?.matches(ROWS) ?? false;
}

/** To the row before or after the one with the focus; from elsewhere to the first. Nothing where there is no list. */
function alongRows(step: 1 | -1): boolean {
  const links = [...document.querySelectorAll<HTMLElement>(ROWS)];
  const row = rowOf(document.activeElement);
  const at = links.findIndex((one) => one === document.activeElement || (row !== null && row.contains(one)));
  const to = at < 0 ? 0 : at + step;
  links[Math.max(0, Math.min(links.length - 1, to))]?.focus();
  return links.length > 0;
}

function rowOf(element: Element | null): Element | null {
  return element?.closest("tr") ?? null;
}

/** Ticks the row with the focus, as a click on its box does; with Shift everything since the last one. */
function pick(shiftKey: boolean): boolean {
  const box = rowOf(document.activeElement)?.querySelector("[data-pick]");
  box?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey }));
  return box !== null && box !== undefined;
}

function focusOn(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  found?.focus();
  if (found instanceof HTMLInputElement && found.type === "search") found.select();
  return found !== null;
}

function pressIn(where: ParentNode | null, selector: string): boolean {
  const found = where?.querySelector<HTMLElement>(selector);
  found?.click();
  return found !== null && found !== undefined;
}
