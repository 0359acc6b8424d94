import { record, type Actor } from "../audit/record.ts";
import { Problem } from "../problem.ts";
import { runSql, type Db } from "#db/types.ts";

import { JOBS_CHANNEL } from "./names.ts";

/** Work that does not get done: given up (`failed`), or tried three times or more and still tried again (`trying`). */
export type StuckJob = {
  id: string;
  name: string;
  payload: unknown;
  state: "failed" | "trying";
  attempts: number;
  /** What went wrong the last time, without anybody's data. */
  lastError: string;
  since: Date;
  nextTry: Date | null;
};

/** Whoever has more than this stuck has one cause, and sees it in these. */
const MOST_SHOWN = 200;

/** What staff should look at, longest stuck first (P16), at most 200. The times are the database's. */
export async function listStuck(db: Db): Promise<StuckJob[]> {
  const rows = await runSql<{ id: string; name: string; data: unknown; state: string; retry_count: number; message: string | null; since: string; next: string }>(
    db,
    `select id::text as id, name, data, state::text as state, retry_count, output->>'message' as message,
       to_char(created_on at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since, to_char(start_after at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as next
     from pgboss.job where state = 'failed' or (state = 'retry' and retry_count >= 2) order by created_on limit ${MOST_SHOWN}`,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    payload: row.data,
    state: row.state === "failed" ? "failed" : "trying",
    attempts: Number(row.retry_count) + 1,
    lastError: row.message ?? "",
    since: new Date(row.since),
    nextTry: row.state === "failed" ? null : new Date(row.next),
  }));
}

/**
 * Tries a stuck job once more, at once, and records who wanted that. Throws Problem("job.not-stuck") when it has been done, or is being
 * tried by somebody else, in the meantime.
 */
export async function tryAgain(tx: Db, given: { id: string; by: Actor; now: Date }): Promise<void> {
  const [job] = await runSql<{ name: string }>(
    tx,
    `update pgboss.job set state = 'retry', retry_limit = greatest(retry_limit, retry_count) + 1, completed_on = null, start_after = now()
     where id::text = $1 and (state = 'failed' or (state = 'retry' and retry_count >= 2)) returning name`,
    [given.id],
  );
  if (!job) throw new Problem("job.not-stuck");
  await record(tx, {
    now: given.now,
    actor: given.by,
    act: "job.tried-again",
    subject: { kind: "job", id: given.id },
    details: { job: job.name },
  });
  await runSql(tx, "select pg_notify($1, $2)", [JOBS_CHANNEL, job.name]);
}
