import type { definitionChange } from "#db/schema/studio.ts";

export type ChangeStatus = typeof definitionChange.$inferSelect.status;

/** What can be done with a change, and in which of its states: pages draw their buttons from this table, and each write asks for it. */
export const CHANGE_ACTS = {
  edit: ["draft"],
  propose: ["draft"],
  approve: ["proposed"],
  /** Approvals are void then (P5). */
  return: ["proposed", "scheduled"],
  withdraw: ["draft", "proposed", "scheduled"],
  undo: ["published"],
} as const satisfies Record<string, readonly ChangeStatus[]>;

export type ChangeAct = keyof typeof CHANGE_ACTS;

/** The states in which something can still come of it. */
export const OPEN_CHANGES: readonly ChangeStatus[] = ["draft", "proposed", "scheduled"];

/** Whether an act can be done with a change that stands so. */
export function allows(status: ChangeStatus, act: ChangeAct): boolean {
  const from: readonly ChangeStatus[] = CHANGE_ACTS[act];
  return from.includes(status);
}
