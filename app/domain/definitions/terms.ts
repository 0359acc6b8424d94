/** In what a policy counts: `clock` is a time of the day. */
export type TermUnit = "working-days" | "days" | "hours" | "clock";

/**
 * Whose value counts. `pinned`: of the release that a request began with, also for steps that it has yet to come to (P17). `begun`: of the release that holds when it begins; what
 * has begun keeps its end. `asked`: of the release that holds whenever somebody looks, so that what runs moves along with it.
 */
export type TermHold = "pinned" | "begun" | "asked";

/**
 * Every policy that sets when something ends, is reminded of or is told. What is here is how the product works, not a wish: who reads a policy in another way changes this too. The terms
 * that a request type names of its own (`deadlines`) are not here but in the type; they are pinned.
 */
export const TERMS = {
  "review.receivedUntil": { unit: "clock", hold: "pinned" },
  "identification.rulingWorkingDays": { unit: "working-days", hold: "pinned" },
  "identification.linkDays": { unit: "days", hold: "pinned" },
  "identification.appointmentDays": { unit: "days", hold: "pinned" },
  "confirmation.linkDays": { unit: "days", hold: "pinned" },
  "wait.maxDays": { unit: "days", hold: "pinned" },
  "status.keepDays": { unit: "days", hold: "pinned" },
  "draft.keepDays": { unit: "days", hold: "pinned" },
  "install.days": { unit: "days", hold: "pinned" },
  "release.days": { unit: "days", hold: "begun" },
  "reissue.days": { unit: "days", hold: "begun" },
  "register.blockDays": { unit: "days", hold: "begun" },
  "identification.reminderDays": { unit: "days", hold: "asked" },
  "wait.reminderDays": { unit: "days", hold: "asked" },
  "install.reminderDays": { unit: "days", hold: "asked" },
  "renew.reminderDays": { unit: "days", hold: "asked" },
  "reissue.reminderDays": { unit: "days", hold: "asked" },
  "renew.windowDays": { unit: "days", hold: "asked" },
  "reinstall.windowDays": { unit: "days", hold: "asked" },
  "account.endWarnDays": { unit: "days", hold: "asked" },
  "register.warnDays": { unit: "days", hold: "asked" },
  "intake.idCopyDays": { unit: "days", hold: "asked" },
  "deadline.warnWorkingDays": { unit: "working-days", hold: "asked" },
  "deadline.warnHours": { unit: "hours", hold: "asked" },
} as const satisfies Record<string, { unit: TermUnit; hold: TermHold }>;

export type TermKey = keyof typeof TERMS;
