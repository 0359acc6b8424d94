import { and, eq, sql, type SQL } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { requestJoining } from "#db/schema/joinings.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { urgentCall } from "#db/schema/phone.ts";
import { request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { Problem } from "#app/domain/problem.ts";

/** The call that a request came of (D23), with who was called back and who took it; null for what did not come by phone. */
export async function findCallOf(db: Db, requestId: string) {
  const [found] = await db
    .select({ call: urgentCall, takenBy: staff.name, holder: roleHolder, user: account })
    .from(urgentCall)
    .innerJoin(staff, eq(staff.id, urgentCall.takenBy))
    .innerJoin(account, eq(account.userNumber, urgentCall.userNumber))
    .leftJoin(roleHolder, eq(roleHolder.id, urgentCall.holderId))
    .where(eq(urgentCall.requestId, requestId));
  return found ?? null;
}

/** The condition that this person took the urgent call that a request came of, or one that it is answered together with. */
export function isOwnCall(by: Pick<StaffActor, "id">): SQL<boolean> {
  const joined = sql`(select ${requestJoining.requestId} from ${requestJoining} where ${requestJoining.keptId} = ${request.id} and ${requestJoining.partedAt} is null)`;
  return sql<boolean>`exists (select 1 from ${urgentCall} where ${urgentCall.takenBy} = ${by.id} and (${urgentCall.requestId} = ${request.id} or ${urgentCall.requestId} in ${joined}))`;
}

/** Whether this person took the urgent call that a request came of. */
export async function tookCallOf(db: Db, { requestId, by }: { requestId: string; by: Pick<StaffActor, "id"> }): Promise<boolean> {
  const own = await db.select({ id: request.id }).from(request).where(and(eq(request.id, requestId), isOwnCall(by)));
  return own.length > 0;
}

/**
 * Who took the call was the one who believed it, and blocked the account: whether it is revoked is for somebody else to approve (P5, D23). Coming to
 * nothing is theirs to say as well, for it takes away what they did. Throws `access.own-call`.
 */
export async function refuseOwnCall(tx: Db, of: { requestId: string; by: StaffActor }): Promise<void> {
  if (await tookCallOf(tx, of)) throw new Problem("access.own-call");
}

/**
 * Whether who proposed approval took the call themselves. Nobody can any more; of before that was forbidden a proposal may still wait for its second check,
 * and can only go back.
 */
export async function isCallersProposal(db: Db, requestId: string): Promise<boolean> {
  const [row] = await db.select({ decidedBy: request.decidedBy, decision: request.decision }).from(request).where(eq(request.id, requestId));
  return row?.decision === "approve" && row.decidedBy !== null && (await tookCallOf(db, { requestId, by: { id: row.decidedBy } }));
}

/** The database refuses it as well (`nobody_approves_own_call`). Throws `access.callers-proposal`. */
export async function refuseCallersProposal(tx: Db, requestId: string): Promise<void> {
  if (await isCallersProposal(tx, requestId)) throw new Problem("access.callers-proposal");
}
