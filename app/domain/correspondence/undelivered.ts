import { and, eq, isNull, ne, sql, type SQL } from "drizzle-orm";

import { account, credential, letter } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { request } from "#db/schema/requests.ts";
import { undeliveredNumber } from "#db/schema/undelivered.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";

/** What a mail server said of an e-mail that it could not deliver (RFC 3464). */
export type DeliveryFailure = {
  /** Of the e-mail that came back, with its angle brackets. */
  messageId: string;
  /** "5.1.1" (RFC 3463): the first digit says whether it is for good. */
  statusCode: string;
};

type MailRow = typeof mail.$inferSelect;
const BY = inTrail(system("mail"));

/**
 * An e-mail that had left came back: it counts as refused, for staff to see. One that we do not know, that is not for good (4.x.x), or that was told before,
 * changes nothing. Answers whether it did.
 */
export async function mailCameBack(db: Db, { messageId, statusCode }: DeliveryFailure, now: Date): Promise<boolean> {
  if (!statusCode.startsWith("5.")) return false;
  return db.transaction(async (tx) => {
    const [back] = await tx
      .update(mail)
      .set({ status: "refused", lastError: "mail.returned" })
      .where(and(eq(mail.messageId, messageId), eq(mail.status, "sent")))
      .returning();
    if (!back) return false;
    await record(tx, { now, actor: BY, act: "mail.returned", subject: { kind: "mail", id: back.id }, requestId: back.requestId, details: { template: back.template, statusCode } });
    await holdNumber(tx, back, { cause: "returned", statusCode, now });
    return true;
  });
}

/** A server would not take an e-mail, for good. In the transaction that keeps so. */
export async function mailWasRefused(tx: Db, row: MailRow, now: Date): Promise<void> {
  await record(tx, { now, actor: BY, act: "mail.refused", subject: { kind: "mail", id: row.id }, requestId: row.requestId, details: { template: row.template } });
  await holdNumber(tx, row, { cause: "refused", statusCode: null, now });
}

/**
 * Of an e-mail with a user number: its delivery is not done any more, the PIN letter of that account stays in the house, also where it is in a batch
 * already (`takeOutDeadLetters`), and the desk is told. What is done already stays done: then the letter has left before.
 */
async function holdNumber(tx: Db, row: MailRow, of: { cause: "refused" | "returned"; statusCode: string | null; now: Date }): Promise<void> {
  const { userNumber, requestId, id: mailId } = row;
  if (userNumber === null) return;
  const { now, cause, statusCode } = of;
  const [held] = await tx.insert(undeliveredNumber).values({ mailId, requestId, userNumber, cause, statusCode, foundAt: now }).onConflictDoNothing().returning();
  if (!held) return;
  if (requestId) {
    const [waits] = await tx.select({ id: request.id }).from(request).where(and(eq(request.id, requestId), eq(request.status, "fulfilling"))).for("update");
    if (waits) {
      // Of several accounts (R108) it is this one whose number is waited for, also when a colleague's leaves after it; and it did not reach anybody, also when its account has ended.
      await tx.update(account).set({ numberSentAt: null }).where(and(eq(account.userNumber, userNumber), eq(account.requestId, requestId)));
      const [ended] = await tx.select({ userNumber: account.userNumber }).from(account).where(and(eq(account.userNumber, userNumber), eq(account.status, "ended")));
      // An account that has ended is waited for no more: nothing would set this again.
      if (!ended) await tx.update(request).set({ numberSentAt: null }).where(eq(request.id, requestId));
    }
  }
  await record(tx, { now, actor: BY, act: "user-number.undelivered", subject: { kind: "account", id: userNumber }, requestId, details: { why: cause } });
}

/** The condition that a PIN letter may be printed: the number that belongs to it is not on its way back. */
export function numberIsDelivered(): SQL {
  return sql`not exists (
    select 1 from ${undeliveredNumber} as stuck join ${credential} as theirs on theirs.user_number = stuck.user_number
    where stuck.closed_at is null and theirs.id = ${letter.credentialId})`;
}

/** The user number of this request that waits for somebody at the desk, since when; null when none does. That of an account that has ended does not. */
export async function findUndelivered(db: Db, requestId: string): Promise<{ since: Date } | null> {
  const [found] = await db
    .select({ since: undeliveredNumber.foundAt })
    .from(undeliveredNumber)
    .innerJoin(account, eq(account.userNumber, undeliveredNumber.userNumber))
    .where(and(eq(undeliveredNumber.requestId, requestId), isNull(undeliveredNumber.closedAt), ne(account.status, "ended")));
  return found ?? null;
}
