import { and, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import { z } from "zod";

import { staff, staffSession } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { record } from "#app/domain/audit/record.ts";

import { staffActor } from "./actor.ts";
import { memberOf } from "./directory.ts";
import { inTrail } from "./in-trail.ts";
import type { EndedThere } from "./ports.ts";
import type { StaffMember } from "./roles.ts";

/** A working day and a bit; after that staff sign in again. */
export const LONGEST_SESSION_SECONDS = 10 * 60 * 60;

export type OpenSession = typeof staffSession.$inferSelect & { member: StaffMember; subject: string };

/** A session that is open, of somebody who works here; null when it ended, is too old, or never was. */
export async function findOpenSession(db: Db, { sessionId, now }: { sessionId: string; now: Date }): Promise<OpenSession | null> {
  if (!z.uuid().safeParse(sessionId).success) return null;
  const [row] = await db
    .select({ session: staffSession, member: staff })
    .from(staffSession)
    .innerJoin(staff, eq(staff.id, staffSession.staffId))
    .where(and(eq(staffSession.id, sessionId), isNull(staffSession.endedAt), eq(staff.active, true)));
  if (!row?.member.subject) return null;
  const age = now.getTime() - row.session.begunAt.getTime();
  if (age < 0 || age > LONGEST_SESSION_SECONDS * 1000) return null;
  return { ...row.session, member: memberOf(row.member), subject: row.member.subject };
}

/** Ends every session of somebody, on all their devices. Answers how many were open. */
export async function endSessions(tx: Db, { staffId, now }: { staffId: string; now: Date }): Promise<number> {
  const ended = await tx
    .update(staffSession)
    .set({ endedAt: now, renewal: null, checkingUntil: null })
    .where(and(eq(staffSession.staffId, staffId), isNull(staffSession.endedAt)))
    .returning({ id: staffSession.id });
  return ended.length;
}

/** Signs somebody out: this session and all their others. Also of a session that ended, so that pressing twice does no harm. */
export async function signOutStaff(db: Db, { sessionId, now, correlationId }: { sessionId: string; now: Date; correlationId: string | null }): Promise<void> {
  const session = await findOpenSession(db, { sessionId, now });
  if (session) await endAll(db, { member: session.member, by: "person", now, correlationId });
}

/** The organisation says that somebody's session ended there: then none is left here either. Answers whether there was one. */
export async function endAsToldThere(db: Db, { issuer, ended, now, correlationId }: { issuer: string; ended: EndedThere; now: Date; correlationId: string | null }): Promise<boolean> {
  const { subject, providerSession } = ended;
  const whose = subject === null ? inArray(staff.id, ownersOf(db, providerSession ?? "")) : eq(staff.subject, subject);
  const [row] = await db.select().from(staff).where(and(eq(staff.issuer, issuer), whose));
  return row ? endAll(db, { member: memberOf(row), by: "organisation", now, correlationId }) : false;
}

/** Forgets sessions that can no longer be open: what happened in them is in the trail. Runs now and then. */
export async function forgetSessions(db: Db, now: Date): Promise<void> {
  await db.delete(staffSession).where(lt(staffSession.begunAt, new Date(now.getTime() - 2 * LONGEST_SESSION_SECONDS * 1000)));
}

type Ending = { member: StaffMember; by: "person" | "organisation"; now: Date; correlationId: string | null };

async function endAll(db: Db, { member, by, now, correlationId }: Ending): Promise<boolean> {
  return db.transaction(async (tx) => {
    const sessions = await endSessions(tx, { staffId: member.id, now });
    if (sessions === 0) return false;
    await record(tx, { now, actor: inTrail(staffActor(member)), act: "staff.signed-out", subject: { kind: "staff", id: member.id }, details: { sessions, by }, correlationId });
    return true;
  });
}

function ownersOf(db: Db, providerSession: string) {
  return db.select({ id: staffSession.staffId }).from(staffSession).where(sql`${staffSession.providerSession} = ${providerSession}`);
}
