import { setTimeout as wait } from "node:timers/promises";

import { and, eq, isNull, lt, or } from "drizzle-orm";

import { staffSession } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { record } from "#app/domain/audit/record.ts";
import { Problem } from "#app/domain/problem.ts";

import { staffActor } from "./actor.ts";
import { inTrail } from "./in-trail.ts";
import type { SignedIn } from "./ports.ts";
import { openRenewal, sealRenewal } from "./renewal.ts";
import type { StaffMember } from "./roles.ts";
import { endSessions, findOpenSession, type OpenSession } from "./sessions.ts";
import type { StaffDoor } from "./sign-in.ts";
import { findBySubject, keepAsSaid, rolesFor, rolesHeld } from "./staff-roles.ts";

/** No request is answered on groups that were asked for longer ago than this. */
export const LONGEST_UNASKED_SECONDS = 10 * 60;

/** Longer than the provider is given to answer; after that another process may ask. */
const ASKING_MS = 20_000;
const LOOK_EVERY_MS = 100;

type Asked = { sessionId: string; now: Date; correlationId: string | null };

/**
 * Whose session this is, with the roles that they have now: what the organisation said is at most ten minutes old, else it is asked again first. Null when
 * the session is over here or there. Throws `sign-in.unreachable` while nobody can say whether it is: not knowing opens nothing.
 */
export async function checkSession(db: Db, door: StaffDoor, asked: Asked): Promise<StaffMember | null> {
  const session = await findOpenSession(db, asked);
  if (session === null || isFresh(session, asked.now)) return session?.member ?? null;
  return (await takeTurn(db, session, asked.now)) ? askAgain(db, door, session, asked) : awaitAnswer(db, session, asked);
}

function isFresh({ checkedAt }: OpenSession, now: Date): boolean {
  return now.getTime() - checkedAt.getTime() <= LONGEST_UNASKED_SECONDS * 1000;
}

/** What is asked with is often good for one time: of several requests at once, in several processes, one asks. */
async function takeTurn(db: Db, session: OpenSession, now: Date): Promise<boolean> {
  const taken = await db
    .update(staffSession)
    .set({ checkingUntil: new Date(now.getTime() + ASKING_MS) })
    .where(and(isSame(session), or(isNull(staffSession.checkingUntil), lt(staffSession.checkingUntil, now))))
    .returning({ id: staffSession.id });
  return taken.length > 0;
}

async function awaitAnswer(db: Db, session: OpenSession, asked: Asked): Promise<StaffMember | null> {
  for (let waited = 0; waited < ASKING_MS; waited += LOOK_EVERY_MS) {
    const seen = await findOpenSession(db, asked);
    if (seen === null || seen.checkedAt.getTime() !== session.checkedAt.getTime()) return seen?.member ?? null;
    if (seen.checkingUntil === null) break;
    await wait(LOOK_EVERY_MS);
  }
  throw new Problem("sign-in.unreachable");
}

async function askAgain(db: Db, door: StaffDoor, session: OpenSession, { now, correlationId }: Asked): Promise<StaffMember | null> {
  const renewal = session.renewal === null ? null : openRenewal(door.secrets, session.id, session.renewal);
  if (renewal === null) return endOne(db, session, { now, correlationId });
  let said: SignedIn | null;
  try {
    said = await door.provider.again({ renewal, subject: session.subject });
  } catch (problem) {
    await db.update(staffSession).set({ checkingUntil: null }).where(isSame(session));
    throw problem;
  }
  return said === null ? endOne(db, session, { now, correlationId }) : takeOver(db, door, session, { said, now, correlationId });
}

/** The groups of now, for all sessions of this person; without a role none of them stays open. */
async function takeOver(db: Db, door: StaffDoor, session: OpenSession, { said, now, correlationId }: { said: SignedIn; now: Date; correlationId: string | null }): Promise<StaffMember | null> {
  const { person } = said;
  const given = rolesFor(person.groups, door.roles);
  const renewal = said.renewal === null ? null : sealRenewal(door.secrets, session.id, said.renewal);
  return db.transaction(async (tx) => {
    const known = await findBySubject(tx, person);
    if (known?.id !== session.staffId || !known.active) return null;
    await keepAsSaid(tx, known, { person, roles: given, now, correlationId });
    const roles = rolesHeld({ roles: given, withheld: known.withheld });
    const member: StaffMember = { id: known.id, name: person.name, roles };
    if (roles.length === 0) {
      const sessions = await endSessions(tx, { staffId: known.id, now });
      await tellEnd(tx, member, { sessions, by: "no-role" }, { now, correlationId });
      return null;
    }
    const kept = await tx.update(staffSession).set({ checkedAt: now, checkingUntil: null, renewal }).where(isSame(session)).returning({ id: staffSession.id });
    return kept.length > 0 ? member : null;
  });
}

/** The organisation no longer answers for this session, or gave nothing to ask with. Other devices may still be signed in. */
async function endOne(db: Db, session: OpenSession, { now, correlationId }: { now: Date; correlationId: string | null }): Promise<null> {
  await db.transaction(async (tx) => {
    const ended = await tx.update(staffSession).set({ endedAt: now, renewal: null, checkingUntil: null }).where(isSame(session)).returning({ id: staffSession.id });
    if (ended.length > 0) await tellEnd(tx, session.member, { sessions: 1, by: "organisation" }, { now, correlationId });
  });
  return null;
}

async function tellEnd(tx: Db, member: StaffMember, details: { sessions: number; by: string }, { now, correlationId }: { now: Date; correlationId: string | null }): Promise<void> {
  await record(tx, { now, actor: inTrail(staffActor(member)), act: "staff.signed-out", subject: { kind: "staff", id: member.id }, details, correlationId });
}

/** The session as it was read: neither ended nor asked about since. */
function isSame({ id, checkedAt }: OpenSession) {
  return and(eq(staffSession.id, id), isNull(staffSession.endedAt), eq(staffSession.checkedAt, checkedAt));
}
