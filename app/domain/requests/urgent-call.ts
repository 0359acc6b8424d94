import { eq } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { urgentCall } from "#db/schema/phone.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";

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
