import type { SystemName } from "#app/domain/audit/names.ts";

import type { StaffMember, StaffRole } from "./roles.ts";

/** What a person outside the office is to a request; known by an unguessable link, never by an account. */
export type OutsiderRole = "applicant" | "signatory" | "main-contact" | "contact" | "user" | "visitor";

export type StaffActor = {
  kind: "staff";
  id: string;
  name: string;
  roles: readonly StaffRole[];
  /** The run in which they act, where they act on many things at once. */
  bulkRun?: string;
};
export type OutsiderActor = { kind: "outsider"; role: OutsiderRole; id: string | null };
export type SystemActor = { kind: "system"; id: SystemName };

/** Who acts. Everything that changes something takes one, and the audit trail names it. */
export type Actor = StaffActor | OutsiderActor | SystemActor;

/** Somebody of whom nothing is known (yet). */
export const visitor: OutsiderActor = { kind: "outsider", role: "visitor", id: null };

/** A member of staff as actor. */
export function staffActor(member: StaffMember): StaffActor {
  return { kind: "staff", id: member.id, name: member.name, roles: member.roles };
}

/** A person outside the office in the part they play; `id` is the id of their link or record, never a secret of it. */
export function outsider(role: OutsiderRole, id: string | null): OutsiderActor {
  return { kind: "outsider", role, id };
}

/** The office's own machinery, named by the job that acts, such as "purge-uninstalled". */
export function system(job: SystemName): SystemActor {
  return { kind: "system", id: job };
}
