import { asc, desc, eq, inArray, or } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { reissue } from "#db/schema/certificates.ts";
import type { Db } from "#db/types.ts";
import { fullName } from "#app/domain/people.ts";

import type { Reissue } from "./reissue.ts";

export type ReissueLine = Reissue & { user: string };

/** More than one account or request ever has; a practice that moves may have more, and shows the first of them. */
const MOST = 500;

/** The certificates that had or have to be replaced because of what they say (R107): of an account, of one certificate (as the old or as the new one), of a request, or of moves. What is open first. */
export async function listReissues(db: Db, of: { userNumber: string } | { serial: string } | { requestId: string } | { moveIds: readonly string[] }): Promise<ReissueLine[]> {
  if ("moveIds" in of && of.moveIds.length === 0) return [];
  const rows = await db
    .select({ it: reissue, user: account })
    .from(reissue)
    .innerJoin(account, eq(account.userNumber, reissue.userNumber))
    .where(which(of))
    .orderBy(desc(reissue.outcome), desc(reissue.openedAt), asc(account.surname), asc(reissue.userNumber))
    .limit(MOST);
  return rows.map(({ it, user }) => ({ ...it, user: fullName(user) }));
}

function which(of: Parameters<typeof listReissues>[1]) {
  if ("userNumber" in of) return eq(reissue.userNumber, of.userNumber);
  if ("serial" in of) return or(eq(reissue.serial, of.serial), eq(reissue.successor, of.serial));
  return "requestId" in of ? eq(reissue.requestId, of.requestId) : inArray(reissue.moveId, [...of.moveIds]);
}
