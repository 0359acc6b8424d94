import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { runSql } from "#db/types.ts";

import { beginning, headsOfFile, verifyStep } from "../../scripts/audit-chain.mjs";
import type { Past } from "./million.ts";

/** Seconds for 100,000 events: at the beginning of the small chain, and at the beginning and the end of the large one; and how many events each chain has. */
export type TrailCost = { few: number; many: number; end: number; events: { few: number; many: number } };

const MEASURED = 100_000;

/** The verifier's own steps, over so many seals from a place in the chain. Throws where it finds damage. */
export async function benchTrail(few: Past, many: Past): Promise<TrailCost> {
  const [small, large] = [await lengthOf(few), await lengthOf(many)];
  const first = { few: await secondsFrom(few, 0, small), many: await secondsFrom(many, 0, large) };
  return { ...first, end: await secondsFrom(many, Math.max(0, large - MEASURED - 1), large), events: { few: small, many: large } };
}

async function lengthOf({ database: { db } }: Past): Promise<number> {
  const [last] = await runSql<{ last: string }>(db, "select max(position)::text as last from audit_seal");
  return Number(last?.last ?? 0);
}

async function secondsFrom({ database: { db }, dataDir }: Past, position: number, length: number): Promise<number> {
  const folder = join(dataDir, "audit");
  const publicKeys = readdirSync(folder).filter((name) => /^public-.*\.pem$/.test(name)).map((name) => readFileSync(join(folder, name), "utf8"));
  const trail = { query: (text: string, values?: unknown[]) => runSql<Record<string, string | null>>(db, text, values), heads: await headsOfFile(join(folder, "heads.jsonl")), publicKeys };
  const [before] = await runSql<{ hash: string }>(db, "select chain_hash as hash from audit_seal where position = $1", [position]);
  let state = { ...beginning(), position, ...(before && { previous: before.hash }) };
  const until = Math.min(position + MEASURED, length);
  const begun = performance.now();
  while (state.phase === "chain" && state.position < until) {
    const step = await verifyStep(trail, state);
    if (step.findings.length > 0) throw new Error(`The trail is damaged: ${step.findings[0]?.text ?? ""}`);
    state = step.state as typeof state;
  }
  return ((performance.now() - begun) / 1000) * (MEASURED / (state.position - position));
}
