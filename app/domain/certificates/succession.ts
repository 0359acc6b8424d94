import { and, eq, isNotNull, isNull, ne } from "drizzle-orm";

import { certificate } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";

/** Lets a certificate stand aside for another one (D27), in the transaction that stores that one, and asked of the database before it. It stays valid until it ends. */
export async function standAside(tx: Db, serial: string, now: Date): Promise<void> {
  await tx.update(certificate).set({ supersededAt: now }).where(and(eq(certificate.serial, serial), eq(certificate.status, "issued"), isNull(certificate.supersededAt))).execute();
}

/** Its successor was revoked: it is the account's current certificate again, in the same transaction. */
export async function standAgain(tx: Db, serial: string): Promise<void> {
  await tx.update(certificate).set({ supersededAt: null }).where(and(eq(certificate.serial, serial), eq(certificate.status, "issued"), isNotNull(certificate.supersededAt)));
}

/** Which certificate has the place of another one now, if any; one that was revoked does not. */
export async function findSuccessor(db: Db, serial: string) {
  const [successor] = await db.select().from(certificate).where(and(eq(certificate.predecessor, serial), ne(certificate.status, "revoked")));
  return successor ?? null;
}
