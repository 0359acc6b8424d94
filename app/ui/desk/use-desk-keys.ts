import { useEffect } from "react";

/**
 * The desk by keyboard: "/" to the search, j and k along the list, e to the decision. Single keys work only while nothing is typed in, and
 * only without a modifier (WCAG 2.1.4); everything they reach is a link or field that Tab reaches too.
 */
export function useDeskKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const target = targetOf(event.key);
      if (!target) return;
      event.preventDefault();
      target.focus();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=radio]), textarea, select, [contenteditable]");
}

function targetOf(key: string): HTMLElement | null {
  if (key === "/") return document.querySelector<HTMLElement>("[data-desk-search]");
  if (key === "e") return document.querySelector<HTMLElement>("input[name=outcome]:checked");
  if (key !== "j" && key !== "k") return null;
  const links = [...document.querySelectorAll<HTMLElement>("[data-queue-link]")];
  const at = links.findIndex((one) => one === document.activeElement);
  const to = key === "j" ? at + 1 : at < 0 ? 0 : at - 1;
  return links[Math.max(0, Math.min(links.length - 1, to))] ?? null;
}
