import type { Actor } from "./actor.ts";
import type { StaffRole } from "./roles.ts";

/**
 * Which role may do which act: the one table that draws the menu and the buttons and guards every route. What the table cannot say
 * (never the same person twice, who decided does not print) is kept by the domain and the database (D15, P5).
 */
const PERMISSIONS = {
  "request:list": ["reviewer", "manager", "auditor"],
  "request:read": ["reviewer", "manager", "auditor"],
  "request:claim": ["reviewer"],
  "request:take-over": ["reviewer"],
  "request:decide": ["reviewer"],
  "request:second-check": ["reviewer"],
  "request:ask": ["reviewer"],
  "request:note": ["reviewer"],
  "request:bulk": ["reviewer"],
  "request:register": ["reviewer"],
  "file:read": ["reviewer"],
  "request:print": ["reviewer"],
  "form:print": ["reviewer", "administrator"],
  "task:complete": ["reviewer"],
  "identification:judge": ["reviewer"],
  "identification:second-check": ["reviewer"],
  "letter:list": ["print-room", "manager", "auditor"],
  "letter:print": ["print-room"],
  "letter:confirm": ["print-room"],
  "letter:return": ["print-room", "reviewer"],
  "letter:renew": ["reviewer"],
  "number:send-again": ["reviewer"],
  "print-room-key:list": ["print-room", "manager", "auditor", "security-officer"],
  "print-room-key:lose": ["print-room", "security-officer"],
  "incident:read": ["security-officer", "auditor"],
  "incident:register": ["security-officer"],
  "account:read": ["reviewer", "manager", "auditor", "security-officer"],
  "account:block": ["reviewer", "security-officer", "on-call"],
  "account:unblock": ["reviewer", "security-officer"],
  "certificate:list": ["reviewer", "manager", "auditor", "security-officer"],
  "certificate:read": ["reviewer", "manager", "auditor", "security-officer"],
  "certificate:block": ["reviewer", "security-officer"],
  "certificate:unblock": ["reviewer", "security-officer"],
  "certificate:revoke": ["reviewer", "security-officer"],
  "release:propose": ["reviewer", "security-officer"],
  "release:check": ["reviewer", "security-officer"],
  "authority:read": ["security-officer", "auditor", "manager"],
  "authority:manage": ["security-officer"],
  "register:list": ["reviewer", "manager", "auditor"],
  "register:check": ["reviewer"],
  "practice:move": ["reviewer"],
  "practice:move-check": ["reviewer"],
  "organisation:list": ["reviewer", "manager", "auditor"],
  "organisation:read": ["reviewer", "manager", "auditor"],
  "definition:read": ["administrator", "reviewer", "manager", "auditor"],
  "definition:edit": ["administrator"],
  "definition:publish": ["administrator"],
  "report:read": ["manager", "auditor"],
  "audit:read": ["auditor", "security-officer"],
  "person:report": ["security-officer"],
  "retention:read": ["administrator", "manager", "auditor", "security-officer"],
  "retention:halt": ["administrator", "security-officer"],
  "staff:list": ["administrator", "auditor", "security-officer"],
  "staff:change": ["administrator"],
  "staff:second-check": ["administrator", "security-officer"],
  "job:list": ["administrator", "security-officer", "manager", "auditor"],
  "job:resume": ["administrator", "security-officer"],
} as const satisfies Record<string, readonly StaffRole[]>;

/** An act that a member of staff needs permission for. */
export type Act = keyof typeof PERMISSIONS;
export const ACTS = Object.keys(PERMISSIONS) as Act[];

/** The roles that may do an act. */
export function rolesThatMay(act: Act): readonly StaffRole[] {
  return PERMISSIONS[act];
}

/** Whether the actor may do the act. Only staff may, and only with a role that the table names: whatever is not listed is refused. */
export function may(actor: Actor, act: Act): boolean {
  if (actor.kind !== "staff") return false;
  const allowed: readonly StaffRole[] = Object.hasOwn(PERMISSIONS, act) ? PERMISSIONS[act] : [];
  return actor.roles.some((role) => allowed.includes(role));
}
