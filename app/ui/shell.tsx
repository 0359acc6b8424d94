import { createContext, type ReactNode, useContext } from "react";

import type { Act } from "#app/domain/access/permissions.ts";
import type { StaffRole } from "#app/domain/access/roles.ts";
import type { Language } from "#app/domain/people.ts";

/** Where a member of staff may go; only what exists and what they may see. */
export type MenuItem = { key: string; to: string; can: Act };

/** What every page knows of the office around it; the root route provides it. */
export type Shell = {
  language: Language;
  mode: "demonstration" | "production";
  office: { name: string; phone: string; phoneShown: string; email: string; hours: string; postalAddress: readonly string[] };
  staff: { name: string; roles: readonly StaffRole[]; menu: readonly MenuItem[]; /** Whether single letters do something (WCAG 2.1.4). */ singleKeys: boolean } | null;
  /** Where users log in with their certificate. */
  logInAt: string;
  correlationId: string;
  /** Now by the office's clock, ISO 8601. */
  now: string;
  /** What was refused at an address without a page of its own (a file), as a sentence. */
  refused: string | null;
  /** Path and search of the page on screen, for forms that come back to it. */
  here: string;
};

const ShellContext = createContext<Shell | null>(null);

/** Gives the pages below it their shell. */
export function ShellProvider({ value, children }: { value: Shell; children: ReactNode }) {
  return <ShellContext.Provider value={value}>{children}</ShellContext.Provider>;
}

/** The shell of this page; throws outside of a `ShellProvider`. */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === null) throw new Error("useShell needs a ShellProvider above it.");
  return shell;
}
