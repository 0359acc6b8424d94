import { sql } from "drizzle-orm";

import { tryCount } from "#db/schema/staff.ts";
import { rowsOf, type Db } from "#db/types.ts";

/**
 * Counts one try of something that can be guessed, in one statement and in the database, so that every process counts together. A window that is
 * over begins anew. Answers whether it is still allowed, and else after how many seconds it will be.
 */
export async function countTry(
  db: Db,
  input: { key: string; points: number; perSeconds: number; now: Date },
): Promise<{ allowed: boolean; retryAfterSeconds: number }> {
  const { key, points, perSeconds, now } = input;
  const ends = new Date(now.getTime() + perSeconds * 1000);
  const [row] = rowsOf<{ points: number; seconds: string | number }>(
    await db.execute(sql`
      insert into ${tryCount} (key, points, window_ends_at) values (${key}, 1, ${ends.toISOString()})
      on conflict (key) do update set
        points = case when ${tryCount}.window_ends_at <= ${now.toISOString()} then 1 else ${tryCount}.points + 1 end,
        window_ends_at = case when ${tryCount}.window_ends_at <= ${now.toISOString()} then ${ends.toISOString()}::timestamptz else ${tryCount}.window_ends_at end
      returning points, ceil(extract(epoch from window_ends_at - ${now.toISOString()}::timestamptz))::int as seconds`),
  );
  return { allowed: Number(row?.points ?? 0) <= points, retryAfterSeconds: Math.max(1, Number(row?.seconds ?? perSeconds)) };
}

/** Forgets windows that are over. Runs now and then. */
export async function forgetTries(db: Db, now: Date): Promise<void> {
  await db.execute(sql`delete from ${tryCount} where window_ends_at <= ${now.toISOString()}`);
}
