import { eq } from "drizzle-orm";

import { agbCode, enterprise } from "#db/schema/organisations.ts";
import type { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";

/** What the practice of a request is called: as its AGB code is registered with us, else its enterprise; null for a party that we do not know. */
export async function practiceName(db: Db, of: Pick<typeof request.$inferSelect, "agbCode" | "enterpriseId">): Promise<string | null> {
  const [code] = of.agbCode ? await db.select({ name: agbCode.name }).from(agbCode).where(eq(agbCode.code, of.agbCode)) : [];
  if (code) return code.name;
  const [party] = of.enterpriseId ? await db.select({ name: enterprise.name }).from(enterprise).where(eq(enterprise.id, of.enterpriseId)) : [];
  return party?.name ?? null;
}
