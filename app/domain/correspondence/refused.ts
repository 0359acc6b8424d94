import { asc, eq } from "drizzle-orm";

import { mail } from "#db/schema/correspondence.ts";
import type { Db } from "#db/types.ts";

export type RefusedMail = { id: string; subject: string; recipient: string; queuedAt: Date };

/** The e-mails that a server refused for good, oldest first: somebody has to correct what was wrong. */
export async function listRefusedMail(db: Db, limit = 100): Promise<RefusedMail[]> {
  return db
    .select({ id: mail.id, subject: mail.subject, recipient: mail.recipient, queuedAt: mail.queuedAt })
    .from(mail)
    .where(eq(mail.status, "refused"))
    .orderBy(asc(mail.queuedAt))
    .limit(limit);
}
