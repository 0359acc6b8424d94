import { eq, sql } from "drizzle-orm";

import { officeSetting } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import type { Clock } from "#app/domain/deadlines/ports.ts";

/** The time as it is. */
export const systemClock: Clock = { now: () => new Date() };

const OFFSET = "clock.offsetMs";

/**
 * The demonstration's clock: the system's, moved forward by an offset that stands in the database, so that every process has the same time. It
 * never goes back: what happened must stay past.
 */
export type MovableClock = Clock & {
  /** Reads the offset again; other processes may have moved it. */
  refresh(): Promise<void>;
  moveTo(instant: Date): Promise<void>;
};

export async function openMovableClock(db: Db): Promise<MovableClock> {
  let offsetMs = 0;
  const now = () => new Date(Date.now() + offsetMs);
  async function refresh(): Promise<void> {
    const [row] = await db.select({ value: officeSetting.value }).from(officeSetting).where(eq(officeSetting.key, OFFSET));
    offsetMs = Math.max(offsetMs, typeof row?.value === "number" ? row.value : 0);
  }
  await refresh();
  return {
    now,
    refresh,
    moveTo: async (instant) => {
      const wanted = Math.round(instant.getTime() - Date.now());
      if (wanted <= offsetMs) return;
      await db
        .insert(officeSetting)
        .values({ key: OFFSET, value: wanted })
        .onConflictDoUpdate({
          target: officeSetting.key,
          set: { value: sql`to_jsonb(greatest((${officeSetting.value} #>> '{}')::numeric, ${wanted}))`, version: sql`${officeSetting.version} + 1` },
        });
      await refresh();
    },
  };
}
