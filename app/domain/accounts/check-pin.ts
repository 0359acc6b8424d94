import { and, desc, eq, gte, isNull, lt, sql } from "drizzle-orm";

import { account, credential } from "#db/schema/accounts.ts";
import { outsider } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { hasPassed } from "#app/domain/deadlines/calendar.ts";
import { isPast } from "#app/domain/deadlines/clock.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { readUserNumber } from "#app/domain/user-number.ts";

import { verifyPin } from "./pin.ts";

export type Credential = typeof credential.$inferSelect;
export type Account = typeof account.$inferSelect;

/** Wrong tries after which a PIN is blocked, where no policy (`pin.maxWrongTries`) says otherwise (D3). */
const MOST_WRONG_TRIES = 5;

type Shown = { userNumber: string; pin: string; ip: string; mostWrongTries?: number; now: Date };

/**
 * Whether number and PIN belong together and may still be used (R33, R34). What is wrong is said only to who knows the PIN: an unknown
 * number, a wrong PIN and a blocked one all give `credential.refused`, after the same work. With the right PIN: `credential.lapsed` (not
 * installed in time), `credential.replaced`, `account.not-active`. `ip` goes to the trail only.
 *
 * A try is taken before the PIN is looked at, in one conditional update, and given back when it was right: however many guess at once,
 * five are looked at. A blocked PIN is never compared again, so that nobody can go on guessing behind the block.
 */
export async function checkPin(office: Office, input: Shown): Promise<{ account: Account; credential: Credential }> {
  const { pin, now, ip, mostWrongTries = MOST_WRONG_TRIES } = input;
  const userNumber = readUserNumber(input.userNumber);
  const found = await findCredential(office, userNumber ?? "");
  const taken = await takeTry(office, found?.credential.id ?? null, mostWrongTries);
  const right = await verifyPin(taken === null ? null : taken.pinHash, pin);
  if (found === null || !right) {
    await countRefusal(office, { userNumber: found === null ? null : found.account.userNumber, credentialId: found?.credential.id ?? null, taken, mostWrongTries, ip, now });
    throw new Problem("credential.refused", { most: mostWrongTries });
  }
  await office.db.update(credential).set({ wrongTries: 0 }).where(and(eq(credential.id, found.credential.id), isNull(credential.blockedAt)));
  refuseUnusable(found.account, found.credential, now);
  return found;
}

/** The PIN that counts, else the last one that did: who holds it is told why it does nothing any more. */
async function findCredential(office: Office, userNumber: string): Promise<{ account: Account; credential: Credential } | null> {
  const [found] = await office.db
    .select({ account, credential })
    .from(credential)
    .innerJoin(account, eq(account.userNumber, credential.userNumber))
    .where(eq(credential.userNumber, userNumber))
    .orderBy(sql`${credential.voidedAt} is not null`, desc(credential.madeAt))
    .limit(1);
  return found ?? null;
}

/** The same statement for numbers that nobody has, so that the database takes as long. */
async function takeTry(office: Office, credentialId: string | null, mostWrongTries: number): Promise<Credential | null> {
  const [taken] = await office.db
    .update(credential)
    .set({ wrongTries: sql`${credential.wrongTries} + 1` })
    .where(
      and(
        eq(credential.id, credentialId ?? "00000000-0000-0000-0000-000000000000"),
        lt(credential.wrongTries, mostWrongTries),
        isNull(credential.blockedAt),
      ),
    )
    .returning();
  return taken ?? null;
}

/** Writes the refusal down, and blocks when the last try is gone; the holder and the contact are told of that (D3, D6). */
async function countRefusal(
  office: Office,
  refusal: { userNumber: string | null; credentialId: string | null; taken: Credential | null; mostWrongTries: number; ip: string; now: Date },
): Promise<void> {
  const { userNumber, credentialId, taken, mostWrongTries, ip, now } = refusal;
  await office.db.transaction(async (tx) => {
    // What was typed as a number may be anything, so only a number of ours is kept.
    const subject = { kind: "account", id: userNumber ?? "unknown" };
    const actor = inTrail(outsider("visitor", null));
    await record(tx, { now, actor, act: "credential.refused", subject, details: { from: ip, wrongTries: taken?.wrongTries } });
    const [blocked] = await tx
      .update(credential)
      .set({ blockedAt: now })
      .where(
        and(
          // Also when the process died between the last try and its block, or the policy became stricter.
          eq(credential.id, credentialId ?? "00000000-0000-0000-0000-000000000000"),
          gte(credential.wrongTries, mostWrongTries),
          isNull(credential.blockedAt),
        ),
      )
      .returning();
    if (!blocked) return;
    await record(tx, { now, actor, act: "credential.blocked", subject, details: { credentialId: blocked.id } });
    if (blocked.voidedAt === null) await office.queue.enqueue(tx, tellJob, { happening: "credential.blocked", userNumber: blocked.userNumber, about: blocked.id });
  });
}

function refuseUnusable(of: Account, { voidedAt, voidReason, installedAt, installUntil }: Credential, now: Date): void {
  if (voidReason === "purged" || (installedAt === null && voidedAt === null && isPast(installUntil, now))) throw new Problem("credential.lapsed");
  if (voidedAt !== null) throw new Problem("credential.replaced");
  // The day after the last one also before the sweep has come by.
  if (of.status !== "active" || (of.endsOn !== null && hasPassed(of.endsOn, now))) throw new Problem("account.not-active");
}
