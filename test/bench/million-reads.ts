import { pino } from "pino";

import { readFlow } from "#app/domain/dashboards/flow/read.ts";
import { readNow } from "#app/domain/dashboards/now.ts";
import { JOBS } from "#app/domain/jobs/list.ts";
import { openQueue } from "#app/domain/jobs/queue.ts";
import { claimNext, releaseRequest } from "#app/domain/requests/claim.ts";
import { countQueue, listQueue } from "#app/domain/requests/queue.ts";
import { searchRequests } from "#app/domain/requests/search.ts";
import { runSql } from "#db/types.ts";

import type { Past } from "./million.ts";

/** Milliseconds in each office, half of the times less and half of the times more; `most` is the aim for many against few, and `bare` the bare SQL in the larger one. */
export type ActCost = { act: string; few: number; many: number; most: number; bare?: number };

type Act = { name: string; most: number; run: () => Promise<unknown>; after?: () => Promise<unknown> };

/** Reviewers who press "next" in the same moment. */
const AT_ONCE = 8;
const PAGE = 50;

/** What the desk and the management ask all day. */
export async function actsOf({ database, by, now }: Past): Promise<Act[]> {
  const { db } = database;
  const office = { db, queue: openQueue(database, { jobs: JOBS, log: pino({ level: "silent" }) }) };
  const done = { status: "done" } as const;
  // Page 1,000 of what is done, or in a small office the last but one.
  const [{ done: all = 0 } = {}] = await runSql<{ done: number }>(db, "select count(*)::int as done from request where status = 'done'");
  const deep = (await listQueue(db, { view: "all", narrowing: done, by, sort: "newest", limit: Math.min(999 * PAGE, Math.max(1, all - 2 * PAGE)) })).next;
  const [names] = await runSql<{ rare: string; common: string; misspelt: string }>(
    db,
    // Of all the words of names one in so many, so that those that few have are among them.
    `with known as (select word, row_number() over (order by id) as place, count(*) over () as among from name_word where of = 'request' and length(word) > 6 and word ~ '^[a-z-]+$'),
     words as (select word, (select count(*) from request where string_to_array(lower(subject_name || ' ' || applicant_name), ' ') @> array[word]) as amount
       from known where place % greatest(1, among / 400) = 0)
     select (array_agg(word order by abs(amount - 8), word))[1] as rare, (array_agg(word order by amount desc, word))[1] as common, overlay((array_agg(word order by abs(amount - 8), word))[1] placing 'x' from 4 for 1) as misspelt from words`,
  );
  const [hasFigures] = await runSql<{ has: boolean }>(db, "select exists (select from flow_sum) as has");
  const claimed: string[] = [];
  return [
    { name: "desk, first page", most: 1.5, run: () => listQueue(db, { view: "all", by }) },
    { name: "desk, page 1,000 (of what is done)", most: 1.5, run: () => listQueue(db, { view: "all", narrowing: done, by, sort: "newest", cursor: deep }) },
    { name: "desk, filtered (type and channel)", most: 1.5, run: () => listQueue(db, { view: "all", narrowing: { type: "new-user", channel: "online" }, by }) },
    { name: "desk, search, a name that some eight have", most: 1.5, run: () => searchRequests(db, { text: names?.rare ?? "" }) },
    { name: "desk, search, the same misspelt", most: 1.5, run: () => searchRequests(db, { text: names?.misspelt ?? "" }) },
    { name: "desk, search, a name that many have", most: 1.5, run: () => searchRequests(db, { text: names?.common ?? "" }) },
    { name: "desk, counts", most: 1.5, run: () => countQueue(db, by) },
    {
      name: `start next, ${AT_ONCE} at once`,
      most: 1.5,
      run: async () => {
        const taken = await Promise.all(Array.from({ length: AT_ONCE }, () => claimNext(office, { by, now })));
        claimed.push(...taken.flatMap((one) => (one ? [one.id] : [])));
      },
      // Put back, so that the queue stays as long as it was.
      after: async () => {
        for (const requestId of claimed.splice(0)) await releaseRequest(office, { requestId, by, now });
      },
    },
    { name: "dashboard, now", most: 2, run: () => readNow(db, { filter: {}, now }) },
    // Where the figures of the past were not counted yet, there is nothing to read.
    ...(hasFigures?.has ? [{ name: "dashboard, flow over four years", most: 2, run: () => readFlow(db, { filter: {}, span: "months-48", now }) }] : []),
  ];
}

/** The bare SQL of the same, as whoever knows nothing of the office would write it. */
export async function rivalsOf({ database: { db } }: Past): Promise<ReadonlyMap<string, () => Promise<unknown>>> {
  const open = "status not in ('unconfirmed', 'done', 'rejected', 'cancelled', 'lapsed', 'joined')";
  const run = (text: string) => () => runSql(db, text);
  return new Map([
    ["desk, first page", run(`select id, number, type, status, subject_name, agb_code, due_at from request where ${open} order by (priority <> 'high'), coalesce(due_at, 'infinity'), id limit 51`)],
    ["desk, counts", run(`select count(*) filter (where status = 'submitted'), count(*) filter (where status = 'second-check'), count(*) from request where ${open}`)],
    ["dashboard, flow over four years", run("select begins, measure, value, amount from flow_sum where grain = 'month' and type = '' and channel = '' and segment = '' and begins >= '2018-12-01'")],
    ["dashboard, now", run(`select type, channel, status, count(*) from request where ${open} group by 1, 2, 3`)],
  ]);
}
