import { and, eq, isNull, notExists, sql } from "drizzle-orm";

import { roleDeparture } from "#db/schema/blocks.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import type { Holder } from "#app/domain/organisations/roles.ts";

/** Who holds a role now: of the enterprise, and of this AGB code. */
export async function listHolders(db: Db, enterpriseId: string, code: string | null): Promise<Holder[]> {
  const holders = await db.select().from(roleHolder).where(ofNow(enterpriseId)).orderBy(roleHolder.role, roleHolder.rank);
  return holders.filter((holder) => holder.agbCode === null || holder.agbCode === code);
}

/** The same, without those who were credibly reported to have left or died: nobody tells or asks them anything (D16). */
export async function listPresentHolders(db: Db, enterpriseId: string, code: string | null): Promise<Holder[]> {
  const reported = db
    .select({ id: roleDeparture.requestId })
    .from(roleDeparture)
    .where(and(eq(roleDeparture.roleHolderId, roleHolder.id), isNull(roleDeparture.liftedAt)));
  const holders = await db
    .select()
    .from(roleHolder)
    .where(and(ofNow(enterpriseId), notExists(reported)))
    .orderBy(roleHolder.role, roleHolder.rank);
  return holders.filter((holder) => holder.agbCode === null || holder.agbCode === code);
}

/** The addresses, in small letters, of those who were credibly reported to have left or died here, also once they hold no role any more (D16). */
export async function listDepartedAddresses(db: Db, enterpriseId: string): Promise<string[]> {
  const gone = await db
    .selectDistinct({ email: sql<string>`lower(${roleHolder.email})` })
    .from(roleDeparture)
    .innerJoin(roleHolder, eq(roleHolder.id, roleDeparture.roleHolderId))
    .where(and(eq(roleHolder.enterpriseId, enterpriseId), isNull(roleDeparture.liftedAt)));
  return gone.map(({ email }) => email);
}

function ofNow(enterpriseId: string) {
  return and(eq(roleHolder.enterpriseId, enterpriseId), isNull(roleHolder.endedAt));
}
