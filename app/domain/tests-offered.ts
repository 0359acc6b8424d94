import { eq } from "drizzle-orm";

import { officeSetting } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";

const KEY = "authority.tests";

/** Notes which authority makes test certificates here from now on, by its id; null where the office has none, or none any more. */
export async function noteTestAuthority(db: Db, issuerId: string | null): Promise<void> {
  await db.insert(officeSetting).values({ key: KEY, value: { issuerId } }).onConflictDoUpdate({ target: officeSetting.key, set: { value: { issuerId } } });
}

/** Whether test certificates are given out (R114): an authority that worked here once and was taken away makes none. */
export async function areTestsOffered(db: Db): Promise<boolean> {
  const [noted] = await db.select({ value: officeSetting.value }).from(officeSetting).where(eq(officeSetting.key, KEY));
  return typeof (noted?.value as { issuerId?: unknown } | undefined)?.issuerId === "string";
}
