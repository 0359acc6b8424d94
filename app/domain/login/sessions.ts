import { createHash, randomBytes } from "node:crypto";

import { and, eq, isNull, lt } from "drizzle-orm";

import { type SESSION_ENDS, userSession } from "#db/schema/login.ts";
import type { Db } from "#db/types.ts";
import { outsider } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { releasePolicies } from "#app/domain/requests/policy.ts";

import type { Entrant } from "./judge.ts";

export type SessionEnd = (typeof SESSION_ENDS)[number];
export type UserSession = typeof userSession.$inferSelect;

const MINUTE_MS = 60_000;
/** Often enough to know when somebody was last there, and not a write for each picture on a page. */
const SEEN_EVERY_MS = MINUTE_MS;
/** What ended stays for so long, so that whoever comes back hears why. */
const FORGET_AFTER_MS = 24 * 60 * MINUTE_MS;

/** How long a session may stay unused, and how long it lasts at most. */
async function lengths(db: Db, now: Date): Promise<{ idleMs: number; longestMs: number }> {
  const policies = await releasePolicies(db, await currentRelease(db), { certificateKind: "personal" }, now);
  return { idleMs: numberPolicy(policies, "login.idleMinutes") * MINUTE_MS, longestMs: numberPolicy(policies, "login.longestMinutes") * MINUTE_MS };
}

/** Begins a session for whoever showed certificate and code. Answers what the cookie holds; the database has its hash alone. */
export async function beginSession(tx: Db, { entrant, now }: { entrant: Entrant; now: Date }): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const { longestMs } = await lengths(tx, now);
  const endsAt = new Date(now.getTime() + longestMs);
  await tx.insert(userSession).values({ idHash: hashOf(token), userNumber: entrant.userNumber, serial: entrant.serial, begunAt: now, seenAt: now, endsAt });
  return token;
}

/**
 * The session behind a cookie, of the certificate that this request came with; else why there is none, null where there never was one. One that is too old,
 * was left alone for too long, or comes with somebody else's certificate ends here.
 */
export async function findSession(db: Db, { token, entrant, now }: { token: string; entrant: Entrant; now: Date }): Promise<{ session: UserSession } | { ended: SessionEnd | null }> {
  const [found] = await db.select().from(userSession).where(eq(userSession.idHash, hashOf(token)));
  if (!found) return { ended: null };
  if (found.endedWhy !== null) return { ended: found.endedWhy };
  const { idleMs } = await lengths(db, now);
  const why: SessionEnd | null =
    found.serial !== entrant.serial ? "other-certificate" : now >= found.endsAt || now < found.begunAt ? "too-long" : now.getTime() - found.seenAt.getTime() > idleMs ? "idle" : null;
  if (why !== null) {
    await endSession(db, { token, why, now });
    return { ended: why };
  }
  if (now.getTime() - found.seenAt.getTime() >= SEEN_EVERY_MS) await db.update(userSession).set({ seenAt: now }).where(and(eq(userSession.idHash, found.idHash), isNull(userSession.endedAt)));
  return { session: found };
}

/** Ends one session; what had ended stays as it was. */
export async function endSession(db: Db, { token, why, now }: { token: string; why: SessionEnd; now: Date }): Promise<void> {
  await db.transaction(async (tx) => {
    const [ended] = await tx
      .update(userSession)
      .set({ endedAt: now, endedWhy: why })
      .where(and(eq(userSession.idHash, hashOf(token)), isNull(userSession.endedAt)))
      .returning({ userNumber: userSession.userNumber });
    if (ended) await tellEnd(tx, { userNumber: ended.userNumber, sessions: 1, why, now });
  });
}

/** Ends every session of an account, in the caller's transaction. Answers how many were open. */
export async function endSessionsOf(tx: Db, { userNumber, why, now }: { userNumber: string; why: SessionEnd; now: Date }): Promise<number> {
  const ended = await tx
    .update(userSession)
    .set({ endedAt: now, endedWhy: why })
    .where(and(eq(userSession.userNumber, userNumber), isNull(userSession.endedAt)))
    .returning({ idHash: userSession.idHash });
  if (ended.length > 0) await tellEnd(tx, { userNumber, sessions: ended.length, why, now });
  return ended.length;
}

/** Forgets sessions that cannot be open any more: what happened in them is in the trail. Runs now and then. */
export async function forgetUserSessions(db: Db, now: Date): Promise<void> {
  await db.delete(userSession).where(lt(userSession.endsAt, new Date(now.getTime() - FORGET_AFTER_MS)));
}

async function tellEnd(tx: Db, { userNumber, sessions, why, now }: { userNumber: string; sessions: number; why: SessionEnd; now: Date }): Promise<void> {
  await record(tx, { now, actor: inTrail(outsider("user", userNumber)), act: "user.logged-out", subject: { kind: "account", id: userNumber }, details: { sessions, by: why } });
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
