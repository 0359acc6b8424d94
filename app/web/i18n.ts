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

/**
 * Namespaces that are fetched together: who is on one of these pages goes on to the others, and a page whose texts are not here yet cannot be
 * drawn in answer to a keystroke.
 */
const AT_THE_COUNTER: readonly string[] = ["public", "form", "requests", "status", "identification", "appointment", "installation", "forms", "checklist"];
const STAFF: readonly string[] = [
  "desk",
  "desk-list",
  "requests",
  "bulk",
  "forms",
  "customers",
  "print-room",
  "problems",
  "returned-post",
  "undelivered",
  "urgent-block",
  "register-endings",
  "moves",
  "authority",
  "certificates",
  "incidents",
  "jobs",
  "audit",
  "staff",
  "by-hand",
  "calendar",
  "studio",
  "intake",
  "checklist",
];
/** Of users who log in with their certificate, and may install a new one. */
const OF_USERS: readonly string[] = ["login", "my", "installation"];
const TOGETHER: readonly (readonly string[])[] = [AT_THE_COUNTER, STAFF, OF_USERS];
/** Where staff type a paper form over, they need the texts of the form as well, and no visitor theirs. */
const TYPING_OVER: readonly (readonly string[])[] = [[...STAFF, "form"]];

/** The namespaces of the pages on screen and of those that lie next to them, "common" first, each once; those of the frame around every page of staff. */
export function namespacesOf(handles: readonly unknown[]): string[] {
  const named = handles.flatMap((handle) =>
    typeof handle === "object" && handle !== null && "i18n" in handle && Array.isArray(handle.i18n) ? handle.i18n.filter((name) => typeof name === "string") : [],
  );
  const groups = named.includes("intake") ? TYPING_OVER : TOGETHER;
  const nearby = groups.filter((group) => named.length > 0 && named.every((name) => group.includes(name)));
  // The frame around every page of staff; a page for everybody that has no text in common with those does without.
  const isOfStaff = named.some((name) => STAFF.includes(name) || ![...AT_THE_COUNTER, ...OF_USERS].includes(name));
  return [...new Set(["common", ...(isOfStaff ? ["keyboard"] : []), ...named, ...nearby.flat()])];
}
