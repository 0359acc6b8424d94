import { randomUUID } from "node:crypto";

import { staff, staffSession } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { record } from "#app/domain/audit/record.ts";

import { staffActor } from "./actor.ts";
import { memberOf } from "./directory.ts";
import { inTrail } from "./in-trail.ts";
import type { SignedIn, SignedInPerson, StaffSignIn } from "./ports.ts";
import { sealRenewal } from "./renewal.ts";
import type { StaffMember, StaffRole } from "./roles.ts";
import { endSessions } from "./sessions.ts";
import { findBySubject, keepAsSaid, rolesFor, rolesHeld, type RolesByGroup, type StaffRow } from "./staff-roles.ts";

/** What signing in takes beside the database. */
export type StaffDoor = {
  provider: StaffSignIn;
  roles: RolesByGroup;
  /** Lock what stays of a session; of several the first locks. */
  secrets: readonly string[];
};

export type CameIn = { sessionId: string; member: StaffMember } | { refused: "no-role" | "left" };

/**
 * Lets somebody in whom the organisation has just named: known by issuer and subject, with the roles that their groups give today. Who has no role, or no
 * longer works here, is refused: their other sessions end, and the trail says so. Who never had one is not written down as staff.
 */
export async function signInStaff(db: Db, door: StaffDoor, input: { signedIn: SignedIn; now: Date; correlationId: string | null }): Promise<CameIn> {
  const { signedIn, now, correlationId } = input;
  const { person, renewal, providerSession } = signedIn;
  const given = rolesFor(person.groups, door.roles);
  return db.transaction(async (tx) => {
    const known = await findBySubject(tx, person);
    const roles = known ? rolesHeld({ roles: given, withheld: known.withheld }) : given;
    if (known?.active === false) return refuse(tx, { known, person, reason: "left", now, correlationId });
    if (roles.length === 0) {
      if (known) await keepAsSaid(tx, known, { person, roles: given, now, correlationId });
      return refuse(tx, { known, person, reason: "no-role", now, correlationId });
    }
    if (known) await keepAsSaid(tx, known, { person, roles: given, now, correlationId });
    const member: StaffMember = known ? { id: known.id, name: person.name, roles } : await takeOn(tx, person, roles, now);
    const sessionId = randomUUID();
    const sealed = renewal === null ? null : sealRenewal(door.secrets, sessionId, renewal);
    await tx.insert(staffSession).values({ id: sessionId, staffId: member.id, begunAt: now, checkedAt: now, renewal: sealed, providerSession });
    await record(tx, { now, actor: inTrail(staffActor(member)), act: "staff.signed-in", subject: { kind: "staff", id: member.id }, details: { roles }, correlationId });
    return { sessionId, member };
  });
}

/** The first time. Two browsers of one person that arrive together make one member of staff. */
async function takeOn(tx: Db, person: SignedInPerson, roles: StaffRole[], now: Date): Promise<StaffMember> {
  const { issuer, subject, name, email } = person;
  const [made] = await tx
    .insert(staff)
    .values({ issuer, subject, name, email, roles, saidAt: now, createdAt: now })
    .onConflictDoUpdate({ target: [staff.issuer, staff.subject], set: { name, email, roles, saidAt: now } })
    .returning();
  return memberOf(made as StaffRow);
}

type Refused = { known: StaffRow | null; person: SignedInPerson; reason: "no-role" | "left"; now: Date; correlationId: string | null };

async function refuse(tx: Db, { known, person, reason, now, correlationId }: Refused): Promise<CameIn> {
  if (known) await endSessions(tx, { staffId: known.id, now });
  await record(tx, {
    now,
    actor: known ? { kind: "staff", id: known.id, name: person.name } : { kind: "public", id: "visitor", name: person.name },
    act: "access.refused",
    subject: { kind: "act", id: "sign-in" },
    // In one text: a subject may be ten capitals and digits, and alone it would look like a PIN.
    details: { reason: `sign-in.${reason}`, who: `${person.issuer} ${person.subject}` },
    correlationId,
  });
  return { refused: reason };
}
