import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { runSql, type Db } from "#db/types.ts";

import { expectLivesLikeRequests } from "../../figures.ts";
import { ROOT } from "../../stage.ts";
import { findWhatIsWrong, UNDONE, type Confirmed } from "../checker.ts";
import type { Post } from "./post.ts";
import type { Whole } from "./town.ts";

/** What is still to be done once nothing is killed any more; each query answers what is. */
const LEFT = [UNDONE, "select 1 from mail where status <> 'sent' limit 1", "select 1 from certificate where status = 'intended' limit 1", "select 1 from audit_waiting limit 1", "select 1 from identification_attempt where status = 'asking' limit 1"];

/** Waits until the office has nothing left to do. What would be tried again in minutes, after so many deaths, is asked for now, as staff can. */
export async function untilAtRest(db: Db, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await runSql(db, "update pgboss.job set start_after = now() where state = 'retry'");
    const left = await Promise.all(LEFT.map((query) => runSql(db, query)));
    if (left.every((rows) => rows.length === 0)) return;
    await pause(500);
  }
}

/** The work of a night is done once, whoever begins it and dies of it; each query answers a night that was done otherwise. */
const NIGHT: Record<string, string> = {
  "a night of clearing was done otherwise than once": "select begun_at::date::text as what from retention_run group by begun_at::date having count(*) > 1 or count(*) filter (where ended_at is null) > 0",
};

/** All that is wrong with the office that has come to rest: lost, double or half, in the trail of each machine, in the figures, in the post; by the office's own commands as well. */
export async function lookAtAll({ database, env, machines, made }: Whole, post: Post, confirmed: readonly Confirmed[]): Promise<string[]> {
  const { db } = database;
  const wrong: string[] = [];
  for (const machine of machines) {
    const headsFile = join(machine, "audit/heads.jsonl");
    if (!existsSync(headsFile) || readFileSync(headsFile, "utf8") === "") wrong.push(`${machine} has no heads of the trail`);
    for (const sentence of await findWhatIsWrong(db, { headsFile, publicPem: made.audit.key.publicPem }, confirmed)) if (!wrong.includes(sentence)) wrong.push(sentence);
  }
  for (const [sentence, query] of Object.entries(NIGHT)) for (const { what } of await runSql<{ what: string }>(db, query)) wrong.push(`${sentence}: ${what}`);
  await expectLivesLikeRequests({ database });

  // Every e-mail arrived; one that arrived twice did so under its own Message-ID, and nothing came that the office does not know.
  const known = new Set((await runSql<{ id: string }>(db, "select message_id as id from mail where status = 'sent'")).map(({ id }) => id));
  const arrived = new Set(post.all().map(({ messageId }) => messageId));
  for (const id of known) if (!arrived.has(id)) wrong.push(`an e-mail that was sent did not arrive: ${id}`);
  for (const id of arrived) if (!known.has(id)) wrong.push(`an e-mail came that the office does not know: ${id}`);

  for (const words of [["scripts/audit-verify.mjs", `--heads=${join(machines[0] ?? "", "audit/heads.jsonl")}`], ["--import", "tsx", "app/figures.server.ts"]]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: ROOT, env: { ...process.env, ...env, ZEGEL_DATA: machines[0], NODE_EXTRA_CA_CERTS: "" }, encoding: "utf8" });
    if (status !== 0) wrong.push(`${words.join(" ")} ended with ${status}: ${stdout}${stderr}`);
  }
  return wrong;
}
