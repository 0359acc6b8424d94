import { createHash } from "node:crypto";

import { eq, sql } from "drizzle-orm";

import { tryCount } from "#db/schema/staff.ts";
import { rowsOf, type Db } from "#db/types.ts";

/** What a try came to. */
export type Spent = { allowed: boolean; isFirstRefusal: boolean; retryAfterSeconds: number };

/**
 * Counts one try of something that can be guessed, in one statement and in the database, so that every process counts together. A window that is
 * over begins anew. Answers whether it is still allowed, and else after how many seconds it will be, and whether this is the first
 * refusal in its window: that one goes to the trail, for whoever hammers on must not fill it.
 */
export async function countTry(
  db: Db,
  input: { key: string; points: number; perSeconds: number; now: Date },
): Promise<Spent> {
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
  const spent = Number(row?.points ?? 0);
  return { allowed: spent <= points, isFirstRefusal: spent === points + 1, retryAfterSeconds: Math.max(1, Number(row?.seconds ?? perSeconds)) };
}

/** The key of a try. What is counted may be a link's token, which the database must not hold: only its hash is kept. */
export function tryKey(name: string, key: string): string {
  return `${name}:${createHash("sha256").update(key).digest("base64url")}`;
}

/** Gives back what was spent, to whoever turned out to know it. */
export async function forgiveTries(db: Db, key: string): Promise<void> {
  await db.delete(tryCount).where(eq(tryCount.key, key));
}

/** Forgets windows that are over. Runs now and then. */
export async function forgetTries(db: Db, now: Date): Promise<void> {
  await db.execute(sql`delete from ${tryCount} where window_ends_at <= ${now.toISOString()}`);
}
