import type { Db } from "#db/types.ts";
import { outsider, visitor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { countTry, forgiveTries, tryKey } from "#app/domain/access/tries.ts";
import { record } from "#app/domain/audit/record.ts";
import { Problem } from "#app/domain/problem.ts";
import type { Sealer } from "#app/domain/sealer.ts";

import { takeCode } from "./authenticator.ts";
import type { Entrant, Judged } from "./judge.ts";
import { noteLogin, type From } from "./seen.ts";
import { beginSession } from "./sessions.ts";

/** Five wrong codes, then a wait: six digits are quickly guessed by whoever may go on. */
const CODES = { points: 5, perSeconds: 15 * 60 };
/** The same refusal of the same certificate is written down once in so long: a page that is loaded anew would fill the trail. */
const SAID_ONCE = { points: 0, perSeconds: 15 * 60 };

type Came = { from: From; now: Date; correlationId: string | null };

/**
 * Lets somebody in who showed a certificate that may enter, and now shows a code: the session begins, and account and trail say so. Answers what the cookie
 * holds. Throws `authenticator.wrong-code`, `authenticator.used-code` and, after five that were not right, `authenticator.too-often`. A try is counted before
 * the code is looked at, so that however many guess at once, five are looked at.
 */
export async function enterWithCode(db: Db, input: Came & { entrant: Entrant; code: string; sealer: Sealer; phoneNow: Date }): Promise<string> {
  const { entrant, code, sealer, phoneNow, from, now, correlationId } = input;
  const { userNumber } = entrant;
  const key = tryKey("login.code", userNumber);
  const spent = await countTry(db, { key, ...CODES, now });
  if (!spent.allowed) {
    if (spent.isFirstRefusal) await refuseCode(db, entrant, "too-often", { from, now, correlationId });
    throw new Problem("authenticator.too-often", { count: Math.max(1, Math.ceil(spent.retryAfterSeconds / 60)) });
  }
  const came = await db.transaction(async (tx): Promise<{ token: string } | { refused: "wrong-code" | "used-code" }> => {
    const taken = await takeCode(tx, { userNumber, code, sealer, now, phoneNow });
    if (taken === "wrong-code" || taken === "used-code") return { refused: taken };
    const token = await beginSession(tx, { entrant, now });
    await noteLogin(tx, entrant, { outcome: taken, from, now });
    await record(tx, { now, actor: inTrail(outsider("user", userNumber)), act: "user.logged-in", subject: { kind: "account", id: userNumber }, details: { serial: entrant.serial, from: from.address }, correlationId });
    await forgiveTries(tx, key);
    return { token };
  });
  if ("token" in came) return came.token;
  await refuseCode(db, entrant, came.refused, { from, now, correlationId });
  throw new Problem(`authenticator.${came.refused}`);
}

async function refuseCode(db: Db, { userNumber, serial }: Entrant, why: "wrong-code" | "used-code" | "too-often", { from, now, correlationId }: Came): Promise<void> {
  await db.transaction(async (tx) => {
    await noteLogin(tx, { userNumber, serial }, { outcome: why, from, now });
    const details = { reason: `authenticator.${why}`, serial, from: from.address };
    await record(tx, { now, actor: inTrail(outsider("user", userNumber)), act: "access.refused", subject: { kind: "act", id: "login" }, details, correlationId });
  });
}

/** Writes down that a certificate was refused: for its holder where we know it, and in the trail. */
export async function noteRefusal(db: Db, { refused, of }: Extract<Judged, { refused: unknown }>, { from, now, correlationId }: Came): Promise<void> {
  const { isFirstRefusal } = await countTry(db, { key: tryKey("login.refused", `${refused} ${of?.serial ?? from.address}`), ...SAID_ONCE, now });
  if (!isFirstRefusal) return;
  await db.transaction(async (tx) => {
    if (of) await noteLogin(tx, of, { outcome: refused, from, now });
    const actor = inTrail(of ? outsider("user", of.userNumber) : visitor);
    await record(tx, { now, actor, act: "access.refused", subject: { kind: "act", id: "login" }, details: { reason: `login.${refused}`, serial: of?.serial, from: from.address }, correlationId });
  });
}
