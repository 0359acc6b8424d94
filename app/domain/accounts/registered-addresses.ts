import { and, asc, eq, inArray, isNull, ne, sql } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { registeredAddress } from "#db/schema/registered-addresses.ts";
import type { Db } from "#db/types.ts";
import { readAddress } from "#app/domain/ip-address.ts";

/** The addresses from which the software of an account may come, as registered now. */
export async function listAddresses(db: Db, userNumber: string): Promise<string[]> {
  const rows = await db
    .select({ address: registeredAddress.address })
    .from(registeredAddress)
    .where(and(eq(registeredAddress.userNumber, userNumber), isNull(registeredAddress.removedAt)))
    .orderBy(asc(registeredAddress.address));
  return rows.map(({ address }) => address);
}

/**
 * Whether a connection from this address may use the certificate of this account: the question of a web service's door. Only where the account is one of software, and works; an address
 * that cannot be read is nobody's.
 */
export async function isRegisteredAddress(db: Db, of: { userNumber: string; address: string }): Promise<boolean> {
  const read = readAddress(of.address);
  if (read === null) return false;
  const [found] = await db
    .select({ id: registeredAddress.id })
    .from(registeredAddress)
    .innerJoin(account, and(eq(account.userNumber, registeredAddress.userNumber), eq(account.status, "active")))
    .where(and(eq(registeredAddress.userNumber, of.userNumber), eq(registeredAddress.address, sql`${read.text}::inet`), isNull(registeredAddress.removedAt)))
    .limit(1);
  return found !== undefined;
}

const isSoftwareOf = (agbCode: string) => and(eq(account.agbCode, agbCode), eq(account.kind, "system"), ne(account.status, "ended"));

/** The number of the account of the software of an AGB code; null where it has none that goes on. Holds nothing: whoever ends it holds its letters first. */
export async function findSoftware(db: Db, agbCode: string): Promise<string | null> {
  const [found] = await db.select({ userNumber: account.userNumber }).from(account).where(isSoftwareOf(agbCode));
  return found?.userNumber ?? null;
}

/** The account of the software of an AGB code, held until the transaction ends; null where it has none that goes on (D14: one at most). */
export async function holdSoftware(tx: Db, agbCode: string): Promise<typeof account.$inferSelect | null> {
  const [found] = await tx.select().from(account).where(isSoftwareOf(agbCode)).for("update");
  return found ?? null;
}

/** Makes these the addresses of an account, in the caller's transaction: what is not among them is taken away. Answers old and new. */
export async function setAddresses(tx: Db, of: { userNumber: string; addresses: readonly string[]; requestId: string; now: Date }): Promise<{ before: string[]; after: string[] }> {
  const { userNumber, requestId, now } = of;
  const wanted = [...new Set(of.addresses.flatMap((one) => readAddress(one)?.text ?? []))];
  const before = await listAddresses(tx, userNumber);
  const gone = before.filter((address) => !wanted.includes(address));
  const added = wanted.filter((address) => !before.includes(address));
  if (gone.length > 0) {
    await tx
      .update(registeredAddress)
      .set({ removedAt: now, removedByRequestId: requestId })
      .where(and(eq(registeredAddress.userNumber, userNumber), inArray(registeredAddress.address, gone), isNull(registeredAddress.removedAt)));
  }
  if (added.length > 0) await tx.insert(registeredAddress).values(added.map((address) => ({ userNumber, address, requestId, registeredAt: now })));
  return { before, after: wanted };
}
