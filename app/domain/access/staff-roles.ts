import { and, eq } from "drizzle-orm";

import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { record } from "#app/domain/audit/record.ts";

import type { SignedInPerson } from "./ports.ts";
import { STAFF_ROLES, type StaffRole } from "./roles.ts";

export type StaffRow = typeof staff.$inferSelect;

/** Which groups of the organisation give which roles here. */
export type RolesByGroup = ReadonlyMap<string, readonly StaffRole[]>;

/** The roles that somebody's groups give; a group that is not in the list gives none. */
export function rolesFor(groups: readonly string[], byGroup: RolesByGroup): StaffRole[] {
  const given = new Set(groups.flatMap((group) => byGroup.get(group) ?? []));
  return STAFF_ROLES.filter((role) => given.has(role));
}

/** The roles that somebody has: those that were given, but for what the office withholds. A role that this release does not know counts for nothing. */
export function rolesHeld({ roles, withheld }: Pick<StaffRow, "roles" | "withheld">): StaffRole[] {
  return STAFF_ROLES.filter((role) => roles.includes(role) && !withheld.includes(role));
}

/** The most that the office may allow somebody: what their groups give, and of whom no organisation knows (the demonstration) everything. */
export function mostRoles({ issuer, roles }: Pick<StaffRow, "issuer" | "roles">): readonly StaffRole[] {
  return issuer === null ? STAFF_ROLES : STAFF_ROLES.filter((role) => roles.includes(role));
}

/** The member of staff whom issuer and subject name, held until the transaction ends; null for who never worked here. */
export async function findBySubject(tx: Db, { issuer, subject }: Pick<SignedInPerson, "issuer" | "subject">): Promise<StaffRow | null> {
  const [row] = await tx.select().from(staff).where(and(eq(staff.issuer, issuer), eq(staff.subject, subject))).for("update");
  return row ?? null;
}

/** Writes down what the organisation says of somebody now. A change of roles is in the trail, for it is what everything else is allowed by. */
export async function keepAsSaid(tx: Db, known: StaffRow, said: { person: SignedInPerson; roles: readonly StaffRole[]; now: Date; correlationId: string | null }): Promise<void> {
  const { person, roles, now, correlationId } = said;
  await tx.update(staff).set({ name: person.name, email: person.email, roles: [...roles], saidAt: now }).where(eq(staff.id, known.id));
  if ([...known.roles].sort().join() === [...roles].sort().join()) return;
  await record(tx, {
    now,
    actor: { kind: "system", id: "sign-in" },
    act: "staff.roles-changed",
    subject: { kind: "staff", id: known.id },
    details: { from: known.roles, to: [...roles] },
    correlationId,
  });
}
