import { and, asc, isNull, sql } from "drizzle-orm";

import { mail } from "#db/schema/correspondence.ts";
import type { Db } from "#db/types.ts";

export type RefusedMail = { id: string; subject: string; recipient: string; queuedAt: Date; cause: "refused" | "returned" };

/** The e-mails that a server refused for good, or sent back, oldest first: somebody has to correct what was wrong. Those with a user number are the desk's (`listUndelivered`). */
export async function listRefusedMail(db: Db, limit = 100): Promise<RefusedMail[]> {
  const rows = await db
    .select({ id: mail.id, subject: mail.subject, recipient: mail.recipient, queuedAt: mail.queuedAt, lastError: mail.lastError })
    .from(mail)
    .where(and(sql`${mail.status} = 'refused'`, isNull(mail.userNumber)))
    .orderBy(asc(mail.queuedAt))
    .limit(limit);
  return rows.map(({ lastError, ...row }) => ({ ...row, cause: lastError === "mail.returned" ? "returned" : "refused" }));
}
