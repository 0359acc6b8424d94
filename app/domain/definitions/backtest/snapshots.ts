import { runSql, type Db } from "#db/types.ts";

import type { Snapshot } from "./ports.ts";
import { readsOf, type Sides } from "./sides.ts";

/** A stretch of days, both included, by when requests were sent in. */
export type Period = { from: Date; before: Date };
/** The last request that was read; the next are older. */
export type Cursor = { at: Date; id: string };

/** How many requests are to be read. */
export async function countRequests(db: Db, { meetings }: Sides, { from, before }: Period): Promise<number> {
  const [row] = await runSql<{ amount: unknown }>(db, "select count(*) as amount from request where submitted_at >= $1::timestamptz and submitted_at < $2::timestamptz and type = any($3::text[])", [from, before, typesOf(meetings)]);
  return Number(row?.amount ?? 0);
}

/**
 * Reads the kept judgements of the next requests, the newest first, a whole request at a time: of each point and person the last, with only the facts that the rules read. One
 * walk along `request_submitted`, however many there are; each request's judgements by their own index.
 */
export function snapshotReader(db: Db, sides: Sides, { from, before }: Period): (after: Cursor | null, amount: number) => Promise<{ snapshots: Snapshot[]; requests: number; last: Cursor | null }> {
  const text = statementFor(sides);
  const types = typesOf(sides.meetings);
  return async (after, amount) => {
    const rows = await runSql<Row>(db, text, [from, after?.at ?? before, after?.id ?? LOWEST_ID, types, amount]);
    const snapshots: Snapshot[] = [];
    let [requests, previous] = [0, ""];
    for (const { id, type, point, channel, segment, week, facts } of rows) {
      if (id !== previous) [requests, previous] = [requests + 1, id];
      if (point !== null && facts !== null) snapshots.push({ request: id, type, point, channel, segment: segment ?? "regular", week, facts });
    }
    const final = rows.at(-1);
    return { snapshots, requests, last: final ? { at: new Date(final.at), id: final.id } : null };
  };
}

type Row = { id: string; type: string; at: string; point: string | null; channel: string; segment: string | null; week: string; facts: string | null };

/** Nothing was sent in at the end of the period or later: the first page begins below it whatever its id. */
const LOWEST_ID = "00000000-0000-0000-0000-000000000000";

function typesOf(meetings: Sides["meetings"]): string[] {
  return [...new Set(meetings.map(({ type }) => type))];
}

function statementFor(sides: Sides): string {
  const branches = sides.meetings.map((meeting) => `when b.type = ${literal(meeting.type)} and j.point = ${literal(meeting.point)} then ${listOf(readsOf(meeting, sides))}`);
  const points = [...new Set(sides.meetings.map(({ point }) => literal(point)))].join(", ");
  // `|| '{}'` unpacks the facts of a row once; asked of the stored value each fact would unpack them anew.
  return `
    with batch as materialized (
      select id, type, channel, enterprise_id, submitted_at from request
      where submitted_at >= $1::timestamptz and (submitted_at, id) < ($2::timestamptz, $3::uuid) and type = any($4::text[])
      order by submitted_at desc, id desc limit $5::int
    )
    select b.id::text as id, b.type, b.channel, e.segment, to_char(b.submitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      to_char(b.submitted_at at time zone 'Europe/Amsterdam', 'IYYY-"W"IW') as week, j.point, (case ${branches.join("\n ")} end)::text as facts
    from batch b
    left join enterprise e on e.id = b.enterprise_id
    left join lateral (
      select point, position, facts || '{}'::jsonb as facts from (
        select distinct on (point, position) point, position, facts from judgement
        where request_id = b.id and point in (${points}) order by point, position, judged_at desc, id desc
      ) latest offset 0
    ) j on true
    order by b.submitted_at desc, b.id desc`;
}

/** A function takes a hundred arguments at most. */
function listOf(names: readonly string[]): string {
  const parts: string[] = [];
  for (let start = 0; start === 0 || start < names.length; start += 90) parts.push(`jsonb_build_array(${names.slice(start, start + 90).map((name) => `j.facts->${literal(name)}`).join(", ")})`);
  return parts.join(" || ");
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
