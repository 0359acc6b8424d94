import { runSql, type Db } from "#db/types.ts";
import { fullName } from "#app/domain/people.ts";

/** Why an account cannot be used: a PIN typed wrong too often; held for a request until that is decided; anything else. */
export const BLOCK_CAUSES = ["pin", "request", "other"] as const;
export type BlockCause = (typeof BLOCK_CAUSES)[number];

/** The accounts that a figure counts, each once, with since when where that is known; each along its own partial index. */
export const BLOCKED_BY: Readonly<Record<BlockCause, string>> = {
  pin: "select user_number, blocked_at as since from credential where voided_at is null and blocked_at is not null",
  request: "select user_number, min(blocked_at) as since from account_block where lifted_at is null group by user_number",
  other: "select a.user_number, null::timestamptz as since from account a where a.status = 'blocked' and not exists (select from account_block b where b.user_number = a.user_number and b.lifted_at is null)",
};

/** An account behind a figure of what is blocked. */
export type Blocked = { userNumber: string; name: string; agbCode: string; practice: string; since: Date | null };

type Row = { user_number: string; initials: string; prefix: string; surname: string; agb_code: string; practice: string; since: string | Date | null };

const PAGE = 50;

/** The very accounts that are blocked for a cause, by their number, page by page; the place is the number of the last of the page before. What is blocked is few, and found by index. */
export async function listBlocked(db: Db, { cause, place = "", limit = PAGE }: { cause: BlockCause; place?: string | undefined; limit?: number }): Promise<{ lines: Blocked[]; next: string | null }> {
  const rows = await runSql<Row>(
    db,
    `select b.user_number, b.since, a.initials, a.prefix, a.surname, a.agb_code, c.name as practice
      from (select * from (${BLOCKED_BY[cause]}) every_one where user_number > $1 order by user_number limit $2) b
      join account a on a.user_number = b.user_number join agb_code c on c.code = a.agb_code order by b.user_number`,
    [place, limit + 1],
  );
  const lines = rows.slice(0, limit).map(({ user_number, agb_code, practice, since, ...name }) => ({ userNumber: user_number, name: fullName(name), agbCode: agb_code, practice, since: since === null ? null : new Date(since) }));
  return { lines, next: rows.length > limit ? (lines.at(-1)?.userNumber ?? null) : null };
}

/** All of them, for a file. */
export async function* everyBlocked(db: Db, { cause }: { cause: BlockCause }): AsyncGenerator<Blocked[]> {
  for (let place: string | undefined = ""; ; ) {
    const { lines, next }: { lines: Blocked[]; next: string | null } = await listBlocked(db, { cause, place, limit: 500 });
    if (lines.length > 0) yield lines;
    if (next === null) return;
    place = next;
  }
}
