import { sql } from "drizzle-orm";

import { flowLife } from "#db/schema/flow.ts";
import { runSql, type Db } from "#db/types.ts";

import type { Counted } from "./lives.ts";
import { rowOf, type Sums } from "./sums.ts";

/** Keeps lives, each in the place of what was kept of that request before. */
export async function keepLives(tx: Db, lives: readonly Counted[]): Promise<void> {
  if (lives.length === 0) return;
  const rows = lives.map(({ requestId, type, channel, segment, life }) => ({
    requestId,
    type,
    channel,
    segment,
    life,
    receivedOn: life.received,
    decidedOn: life.decided?.on ?? null,
    askedOn: life.identification?.on ?? null,
    identifiedOn: life.identification?.ended?.on ?? null,
    closedOn: life.closed?.on ?? null,
  }));
  const to = (column: string) => sql.raw(`excluded.${column}`);
  await tx
    .insert(flowLife)
    .values(rows)
    .onConflictDoUpdate({
      target: flowLife.requestId,
      set: { type: to("type"), channel: to("channel"), segment: to("segment"), life: to("life"), receivedOn: to("received_on"), decidedOn: to("decided_on"), askedOn: to("asked_on"), identifiedOn: to("identified_on"), closedOn: to("closed_on") },
    });
}

const COLUMNS = "grain, type, channel, segment, begins, measure, value, amount";
/** Rows of one statement. */
const AT_ONCE = 5_000;

/** Adds amounts to the sums; those below nothing are taken out. */
export async function addSums(tx: Db, sums: Sums): Promise<void> {
  const changed = [...sums].filter(([, amount]) => amount !== 0).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, amount]) => ({ ...rowOf(key), amount }));
  const given = "select * from jsonb_to_recordset($1::jsonb) as given(grain text, type text, channel text, segment text, begins date, measure text, value text, amount int)";
  for (let at = 0; at < changed.length; at += AT_ONCE) {
    const part = changed.slice(at, at + AT_ONCE);
    const [more, less] = [part.filter(({ amount }) => amount > 0), part.filter(({ amount }) => amount < 0)];
    if (more.length > 0) await runSql(tx, `insert into flow_sum (${COLUMNS}) ${given} on conflict on constraint flow_sum_once do update set amount = flow_sum.amount + excluded.amount`, [JSON.stringify(more)]);
    // Not by the same statement: what would be inserted is held against the check first, and a row of less than nothing does not pass.
    if (less.length > 0)
      await runSql(
        tx,
        `update flow_sum as kept set amount = kept.amount + given.amount from (${given}) as given
         where (kept.grain, kept.type, kept.channel, kept.segment, kept.begins, kept.measure, kept.value) = (given.grain, given.type, given.channel, given.segment, given.begins, given.measure, given.value)`,
        [JSON.stringify(less)],
      );
  }
}
