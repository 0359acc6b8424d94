import type { InitOptions } from "i18next";

/** What server and browser agree on. React escapes what it draws, so i18next must not do it a second time. */
export const i18nOptions = {
  fallbackLng: false,
  defaultNS: "common",
  fallbackNS: "common",
  interpolation: { escapeValue: false },
  react: { useSuspense: true },
  returnNull: false,
} satisfies InitOptions;

/** What a route says of itself beside its component: `export const handle: PageHandle = { i18n: ["desk"] }`. */
export type PageHandle = {
  /** Namespaces that the page needs besides "common". */
  i18n?: readonly string[];
};

/** The namespaces of the pages on screen, "common" first, each once. */
export function namespacesOf(handles: readonly unknown[]): string[] {
  const named = handles.flatMap((handle) =>
    typeof handle === "object" && handle !== null && "i18n" in handle && Array.isArray(handle.i18n) ? handle.i18n : [],
  );
  return [...new Set(["common", ...named.filter((name) => typeof name === "string")])];
}
