import { and, asc, eq, inArray, isNotNull, or, type SQL } from "drizzle-orm";

import { account, credential, letter } from "#db/schema/accounts.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { Actor } from "#app/domain/access/actor.ts";
import type { TrailWhy } from "#app/domain/audit/names.ts";
import { endAccount } from "#app/domain/accounts/end.ts";
import { holdLettersInTheHouse } from "#app/domain/accounts/letters.ts";
import type { EndWaiting } from "#app/domain/accounts/purge.ts";
import type { RevocationReason } from "#app/domain/certificates/reasons.ts";
import type { Office } from "#app/domain/office.ts";

import { accountHasEnded, type WhyDeliveryLapses } from "./complete.ts";
import { revokeCertificatesOf } from "./revoke-certificates.ts";

type Ending = { userNumber: string; reason: RevocationReason; requestId: string | null; by: Actor; when?: SQL | undefined; why?: TrailWhy; lapsesAs?: WhyDeliveryLapses; now: Date };

/**
 * Ends an account with all that hangs on it, in the caller's transaction: rights, PIN, a letter in the house, certificates, and whichever request still waits to
 * deliver it (`lapsesAs` is the reason that is told of that). `when` is what must still be so of the account, or it is left alone; answers whether this ended it. Throws `account.being-installed`.
 */
export async function endWithAllThatHangsOnIt(tx: Db, office: Pick<Office, "queue">, ending: Ending): Promise<boolean> {
  const { userNumber, reason, by, when, now } = ending;
  // Letters, then the requests, then the account: as whoever posts or delivers holds them, so that neither waits for the other.
  await holdLettersInTheHouse(tx, eq(credential.userNumber, userNumber));
  await holdWhatDelivers(tx, userNumber);
  const hasEnded = await endAccount(tx, ending);
  if (!hasEnded && when !== undefined) return false;
  await revokeCertificatesOf(tx, { userNumber, reason, by, now });
  // What waits is asked again: a new PIN may have been made until the account was held.
  if (hasEnded) for (const requestId of await holdWhatDelivers(tx, userNumber)) await accountHasEnded(tx, office, { requestId, why: ending.lapsesAs, now });
  return hasEnded;
}

/**
 * Holds whatever waits to deliver an account whose PIN is about to be purged, after its letters and before the account. Answers how that comes to its end, in
 * the same transaction: all of it where the account has ended with its PIN, else what waited for the letters that were spoilt.
 */
export async function endWhatDelivers(tx: Db, office: Pick<Office, "queue">, { userNumber, now }: { userNumber: string; now: Date }): Promise<EndWaiting> {
  const waiting = await holdWhatDelivers(tx, userNumber);
  return async ({ hasEnded, spoilt }) => {
    const lost = await tx.select({ requestId: letter.requestId }).from(letter).where(inArray(letter.id, [...spoilt]));
    const ending = hasEnded ? waiting : waiting.filter((id) => lost.some(({ requestId }) => requestId === id));
    for (const requestId of ending) await accountHasEnded(tx, office, { requestId, why: hasEnded ? "account-ended" : "pin-purged", now });
  };
}

/** The requests that were carried out and still wait until this account's number or letter has left: the one that made it, or that asked for a new PIN. */
async function holdWhatDelivers(tx: Db, userNumber: string): Promise<string[]> {
  const made = tx.select({ id: account.requestId }).from(account).where(eq(account.userNumber, userNumber));
  const wrote = tx.select({ id: letter.requestId }).from(letter).innerJoin(credential, eq(credential.id, letter.credentialId)).where(eq(credential.userNumber, userNumber));
  const held = await tx
    .select({ id: request.id })
    .from(request)
    .where(and(eq(request.status, "fulfilling"), isNotNull(request.fulfilledAt), request.deliveryRequired, or(inArray(request.id, made), inArray(request.id, wrote))))
    .orderBy(asc(request.id))
    .for("update");
  return held.map(({ id }) => id);
}
