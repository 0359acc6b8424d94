import { runSql, type Db } from "#db/types.ts";

import type { Counted } from "./lives.ts";
import { rowOf, type Sums } from "./sums.ts";

const LIFE_COLUMNS = { request_id: "uuid", type: "text", channel: "text", segment: "text", life: "jsonb", received_on: "date", decided_on: "date", asked_on: "date", identified_on: "date", closed_on: "date" };

/** Keeps lives, each in the place of what was kept of that request before. As one JSON text: ten thousand parameters cost more than what is written. */
export async function keepLives(tx: Db, lives: readonly Counted[]): Promise<void> {
  if (lives.length === 0) return;
  const rows = lives.map(({ requestId, type, channel, segment, life }) => ({
    request_id: requestId,
    type,
    channel,
    segment,
    life,
    received_on: life.received,
    decided_on: life.decided?.on,
    asked_on: life.identification?.on,
    identified_on: life.identification?.ended?.on,
    closed_on: life.closed?.on,
  }));
  const names = Object.keys(LIFE_COLUMNS);
  const given = Object.entries(LIFE_COLUMNS).map(([name, type]) => `${name} ${type}`).join(", ");
  const replaced = names.slice(1).map((name) => `${name} = excluded.${name}`).join(", ");
  await runSql(tx, `insert into flow_life (${names.join(", ")}) select * from jsonb_to_recordset($1::jsonb) as given(${given}) on conflict (request_id) do update set ${replaced}`, [JSON.stringify(rows)]);
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
