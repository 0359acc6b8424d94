import { randomBytes, randomUUID } from "node:crypto";

import { and, eq, isNotNull, isNull, lt } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { authenticator } from "#db/schema/login.ts";
import type { Db } from "#db/types.ts";
import { outsider, type Actor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { Problem } from "#app/domain/problem.ts";
import type { Sealer } from "#app/domain/sealer.ts";

import { endSessionsOf } from "./sessions.ts";
import { SECRET_OCTETS, stepOf } from "./totp.ts";

export type Authenticator = typeof authenticator.$inferSelect;

/** "none" was linked yet, one is "begun" whose first code we wait for, or one is "linked". */
export type LinkState = "none" | "begun" | "linked";

export async function linkState(db: Db, userNumber: string): Promise<LinkState> {
  const found = await findAuthenticator(db, userNumber);
  return found === null ? "none" : found.confirmedAt === null ? "begun" : "linked";
}

/** The app that an account has now, linked or begun. */
export async function findAuthenticator(db: Db, userNumber: string): Promise<Authenticator | null> {
  const [found] = await db.select().from(authenticator).where(and(eq(authenticator.userNumber, userNumber), isNull(authenticator.unlinkedAt)));
  return found ?? null;
}

/**
 * Makes the secret of a new app, which is shown once and counts from its first code on (R45). One that was begun and never confirmed is forgotten: its QR
 * code may still be on a screen somewhere. Throws `authenticator.linked` where an app is linked already.
 */
export async function beginLinking(db: Db, { userNumber, sealer, now }: { userNumber: string; sealer: Sealer; now: Date }): Promise<Uint8Array> {
  const [id, secret] = [randomUUID(), randomBytes(SECRET_OCTETS)];
  const { keyId, content } = sealer.seal(labelOf(id), secret);
  await db.transaction(async (tx) => {
    // Of two tabs at once the second waits, and replaces what the first began.
    await tx.select({ userNumber: account.userNumber }).from(account).where(eq(account.userNumber, userNumber)).for("no key update");
    if ((await findAuthenticator(tx, userNumber))?.confirmedAt) throw new Problem("authenticator.linked");
    await tx.update(authenticator).set({ unlinkedAt: now, sealed: null, keyId: null }).where(and(eq(authenticator.userNumber, userNumber), isNull(authenticator.unlinkedAt)));
    await tx.insert(authenticator).values({ id, userNumber, sealed: content, keyId, madeAt: now });
    await record(tx, { now, actor: inTrail(outsider("user", userNumber)), act: "authenticator.begun", subject: { kind: "account", id: userNumber } });
  });
  return secret;
}

/** What a typed code was: good, and for the first time or not; good but used; or wrong. */
export type CodeTaken = "entered" | "linked" | "used-code" | "wrong-code";

/**
 * Takes a code, once: the step that it is of has to be later than the last one taken, and that is checked where it is written (RFC 6238, 5.2). Of two who
 * show the same code at once one is let in. The first code of an app that was begun links it. `phoneNow` is the time by which phones count.
 */
export async function takeCode(tx: Db, { userNumber, code, sealer, now, phoneNow }: { userNumber: string; code: string; sealer: Sealer; now: Date; phoneNow: Date }): Promise<CodeTaken> {
  const known = await findAuthenticator(tx, userNumber);
  if (known?.sealed == null || known.keyId === null) return "wrong-code";
  const step = stepOf(sealer.open(labelOf(known.id), { keyId: known.keyId, content: known.sealed }), code, phoneNow);
  if (step === null) return "wrong-code";
  const same = and(eq(authenticator.id, known.id), isNull(authenticator.unlinkedAt));
  if (known.confirmedAt !== null) {
    const [taken] = await tx.update(authenticator).set({ lastStep: step }).where(and(same, lt(authenticator.lastStep, step))).returning({ id: authenticator.id });
    return taken ? "entered" : "used-code";
  }
  const [linked] = await tx.update(authenticator).set({ lastStep: step, confirmedAt: now }).where(and(same, isNull(authenticator.confirmedAt))).returning({ id: authenticator.id });
  if (!linked) return "used-code";
  await record(tx, { now, actor: inTrail(outsider("user", userNumber)), act: "authenticator.linked", subject: { kind: "account", id: userNumber } });
  return "linked";
}

/**
 * Unlinks the app of an account, in the caller's transaction (R46, R111): its secret is gone, open sessions end, and whoever logs in next links a new one.
 * Answers false where none was linked. `requestId` is the request that asked for it.
 */
export async function unlinkAuthenticator(tx: Db, { userNumber, by, requestId, now }: { userNumber: string; by: Actor; requestId?: string; now: Date }): Promise<boolean> {
  const unlinked = await tx
    .update(authenticator)
    .set({ unlinkedAt: now, sealed: null, keyId: null })
    .where(and(eq(authenticator.userNumber, userNumber), isNull(authenticator.unlinkedAt), isNotNull(authenticator.sealed)))
    .returning({ confirmedAt: authenticator.confirmedAt });
  const sessions = await endSessionsOf(tx, { userNumber, why: "authenticator", now });
  const wasLinked = unlinked.some(({ confirmedAt }) => confirmedAt !== null);
  await record(tx, { now, actor: inTrail(by), act: wasLinked ? "authenticator.unlinked" : "authenticator.was-not-linked", subject: { kind: "account", id: userNumber }, requestId: requestId ?? null, details: { sessions } });
  return wasLinked;
}

function labelOf(id: string): string {
  return `zegel authenticator ${id}`;
}
