import { runSql, type Db } from "#db/types.ts";

import type { Periods } from "./periods.ts";

export const CLEARED_KINDS = ["unfulfilled", "fulfilled"] as const;
/** Why what is due is not cleared yet: it is evidence of what still runs. */
export const HOLDS = ["account-open", "incident-open", "letter-under-way", "letter-returned", "mail-waiting", "number-undelivered"] as const;
export type Hold = (typeof HOLDS)[number];

/** A request whose time is over, or will be: since when it is over by its period, and what holds it back. */
export type DueRequest = { id: string; number: number; type: string; status: string; kind: (typeof CLEARED_KINDS)[number]; closedAt: Date; dueAt: Date; hold: Hold | null };

/** So many calendar years later by the clock of Amsterdam, as all terms of years go (D12); 29 February becomes the 28th. */
const yearsAfter = (moment: string, years: string) => `((${moment} at time zone 'Europe/Amsterdam') + make_interval(years => ${years})) at time zone 'Europe/Amsterdam'`;
/** By when something must have begun to be possibly over: a few days wide, so that an index finds it whatever the clocks did. */
const atLatest = (until: string, years: string) => `${until} - make_interval(years => ${years}) + interval '3 days'`;

/** The accounts that came of a request `r` or were changed by it: its certificates are what it is evidence of. */
const ACCOUNTS = `
  select user_number from account where request_id = r.id
  union select c.user_number from letter l join credential c on c.id = l.credential_id where l.request_id = r.id
  union select user_number from reinstall_release where request_id = r.id
  union select user_number from reissue where request_id = r.id
  union select user_number from account_block where request_id = r.id
  union select user_number from registered_address where r.id in (request_id, removed_by_request_id)
  union select m[1] from regexp_matches(r.answers::text, '"([0-9]{14})"', 'g') m`;

/** After how many years at the earliest the time of what ended so is over: what lapsed may have been fulfilled before. */
const ENDED = { rejected: "$2::int", cancelled: "$2::int", lapsed: "least($2::int, $3::int)", done: "$3::int" } as const;

const endedAs = (status: keyof typeof ENDED, also: string) =>
  `select r.*, r.status = 'done' or (r.status = 'lapsed' and r.fulfilled_at is not null) as fulfilled from request r
    where r.status = '${status}' and r.cleared_at is null and r.closed_at is not null and r.closed_at <= ${atLatest("$1::timestamptz", ENDED[status])} ${also}`;

const STATUSES = Object.keys(ENDED) as Array<keyof typeof ENDED>;
const ALL_ENDED = (also: string) => STATUSES.map((status) => endedAs(status, also)).join(" union all ");
/** So many of those that ended longest ago, after the place $4, $5; each status along its own part of the index. */
const NEXT_ENDED = `select * from (${STATUSES.map((status) => `(${endedAs(status, "and (r.closed_at, r.number) > ($4::timestamptz, $5::bigint)")} order by r.closed_at, r.number limit $6::int)`).join(" union all ")}) one order by closed_at, number limit $6::int`;

/** When the time of each is over, as `dated`. $1: until when; $2, $3: years of what was not fulfilled, and of what was. What was joined to another goes with that one. */
const DATED = (ended: string) => `
  with ended as (${ended}), dated as (
    select r.*, o.open, case when r.fulfilled then ${yearsAfter("greatest(r.closed_at, o.last_end)", "$3::int")} else ${yearsAfter("r.closed_at", "$2::int")} end as over_at
    from ended r left join lateral (
      select bool_or(a.status <> 'ended' or c.status = 'intended') as open, max(least(c.not_after, c.revoked_at)) as last_end
      from (${ACCOUNTS}) u join account a on a.user_number = u.user_number left join certificate c on c.user_number = a.user_number
      where r.fulfilled
    ) o on true
  )`;

/** Which requests are evidence of what still runs, besides their accounts; in the order in which it is said. */
const HELD_BY = {
  "incident-open": "select l.request_id from letter l join letter_return b on b.letter_id = l.id join incident i on i.letter_return_id = b.id where i.assessed_at is null",
  "letter-under-way": "select l.request_id from letter l where l.status in ('waiting', 'in-batch')",
  "letter-returned": "select l.request_id from letter l join letter_return b on b.letter_id = l.id where b.closed_at is null",
  "mail-waiting": "select m.request_id from mail m where m.status = 'waiting'",
  "number-undelivered": "select n.request_id from undelivered_number n where n.closed_at is null",
} as const satisfies Record<Exclude<Hold, "account-open">, string>;

/** What holds back a request whose time is not over yet is not asked. */
const WITH_HOLD = (ended: string) => `${DATED(ended)}
  select r.id, r.number::int as number, r.type, r.status, case when r.fulfilled then 'fulfilled' else 'unfulfilled' end as kind, r.closed_at, r.closed_at::text as place, r.over_at,
    case when r.over_at > $1::timestamptz then null when r.open then 'account-open'
      ${Object.entries(HELD_BY).map(([hold, held]) => `when exists (select from (${held}) h where h.request_id = r.id) then '${hold}'`).join("\n      ")} end as hold
  from dated r`;

type Row = { id: string; number: number; type: string; status: string; kind: DueRequest["kind"]; closed_at: string | Date; place: string; over_at: string | Date; hold: Hold | null };

/** Up to which request a night came, in the order in which they ended; null for none yet. */
export type Place = { closedAt: string; number: number } | null;
const BEFORE_ALL = { closedAt: "-infinity", number: 0 };

/**
 * Those of the next `window` requests that ended, in the order in which they did, whose time is over by `until`; with the place of each, and `last` for where the window ends, null when nothing comes after it. Looks at
 * no more than the window, however many are over.
 */
export async function readDue(db: Db, { until, periods, after, window }: { until: Date; periods: Periods; after: Place; window: number }): Promise<{ due: Array<DueRequest & { place: Place }>; last: Place }> {
  const { closedAt, number } = after ?? BEFORE_ALL;
  const rows = await runSql<Row>(db, `${WITH_HOLD(NEXT_ENDED)} order by r.closed_at, r.number`, [until, periods.unfulfilled, periods.fulfilled, closedAt, number, window]);
  const placeOf = (row: Row) => ({ closedAt: row.place, number: Number(row.number) });
  const [last] = rows.slice(-1);
  return { due: rows.filter(({ over_at: at }) => new Date(at) <= until).map((row) => ({ ...dueOf(row), place: placeOf(row) })), last: last && rows.length === window ? placeOf(last) : null };
}

/** So many are looked at together for a list, and more each time: what was fulfilled long ago, and whose certificates still run, may lie before it by the thousand. */
const [WINDOW, MOST_AT_ONCE] = [1_000, 16_000];

/** Requests whose time is over by `until`, those that ended longest ago first. */
export async function listDueRequests(db: Db, { until, periods, most }: { until: Date; periods: Periods; most: number }): Promise<DueRequest[]> {
  const found: DueRequest[] = [];
  let after: Place = null;
  let window = WINDOW;
  do {
    const { due, last }: Awaited<ReturnType<typeof readDue>> = await readDue(db, { until, periods, after, window });
    window = Math.min(MOST_AT_ONCE, window * 2);
    found.push(...due.map(({ place: _, ...one }) => one));
    after = last;
  } while (after !== null && found.length < most);
  return found.slice(0, most);
}

/** One request, if its time is over and nothing holds it back; inside a transaction that has locked it. */
export async function findDue(tx: Db, requestId: string, { now, periods }: { now: Date; periods: Periods }): Promise<DueRequest | null> {
  const [row] = await runSql<Row>(tx, `select * from (${WITH_HOLD(ALL_ENDED("and r.id = $4::uuid"))}) due where due.over_at <= $1::timestamptz and due.hold is null`, [now, periods.unfulfilled, periods.fulfilled, requestId]);
  return row ? dueOf(row) : null;
}

function dueOf({ closed_at, over_at, place: _, ...row }: Row): DueRequest {
  return { ...row, number: Number(row.number), closedAt: new Date(closed_at), dueAt: new Date(over_at) };
}

type Amounts = { unfulfilled: number; fulfilled: number; held: number; mails: number; events: number };

/** How much is over by now, and how much will be by a later moment, by kind: what is over is looked at once for both. */
export async function countDue(db: Db, { now, soon, periods }: { now: Date; soon: Date; periods: Periods }): Promise<{ now: Amounts; soon: Amounts }> {
  const groups = await runSql<{ kind: string; held: boolean; now: number; soon: number }>(
    db,
    `${DATED(ALL_ENDED(""))}, held as (${Object.values(HELD_BY).join(" union all ")}), marked as materialized (
        select case when r.fulfilled then 'fulfilled' else 'unfulfilled' end as kind, coalesce(r.open, false) or r.id in (select request_id from held where request_id is not null) as held, r.over_at
        from dated r where r.over_at <= $1::timestamptz)
      select kind, held, (count(*) filter (where over_at <= $4::timestamptz))::int as now, count(*)::int as soon from marked group by 1, 2`,
    [soon, periods.unfulfilled, periods.fulfilled, now],
  );
  const amountsOf = async (at: "now" | "soon", moment: Date): Promise<Amounts> => {
    const sum = (fits: (group: (typeof groups)[number]) => boolean) => groups.filter(fits).reduce((total, group) => total + group[at], 0);
    return {
      unfulfilled: sum(({ kind, held }) => kind === "unfulfilled" && !held),
      fulfilled: sum(({ kind, held }) => kind === "fulfilled" && !held),
      held: sum(({ held }) => held),
      mails: await countOf(db, `select count(*) as amount from mail where ${DUE_MAILS}`, [moment, periods.mail]),
      events: await countOf(db, `select count(*) as amount from audit_event where ${DUE_EVENTS}`, [moment, periods.trail]),
    };
  };
  return { now: await amountsOf("now", now), soon: await amountsOf("soon", soon) };
}

/** $1: until when; $2: years. A mail that waits is never over. */
export const DUE_MAILS = `cleared_at is null and status <> 'waiting' and queued_at <= ${atLatest("$1::timestamptz", "$2::int")} and ${yearsAfter("queued_at", "$2::int")} <= $1::timestamptz`;
/** Events that belong to no request: those of a request go with it. */
export const DUE_EVENTS = `request_id is null and payload is not null and occurred_at <= ${atLatest("$1::timestamptz", "$2::int")} and ${yearsAfter("occurred_at", "$2::int")} <= $1::timestamptz`;

async function countOf(db: Db, query: string, values: readonly unknown[]): Promise<number> {
  const [row] = await runSql<{ amount: number | string }>(db, query, values);
  return Number(row?.amount ?? 0);
}
