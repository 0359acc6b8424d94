import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { listTrail, type TrailFilter } from "#app/domain/audit/list.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import { freshDatabase } from "#test/support/database.ts";

let database: Database;
let asked: Array<{ query: string; params: unknown[] }> = [];

beforeAll(async () => {
  database = await freshDatabase({ logger: { logQuery: (query, params) => void asked.push({ query, params }) } });
  const run = (text: string) => database.db.execute(sql.raw(text));
  await run(`insert into audit_event (occurred_at, actor_kind, actor_id, act, subject_kind, subject_id, request_id, payload_hash)
    select timestamptz '2026-01-01' + g * interval '90 seconds', case when g % 10 < 6 then 'system' else 'staff' end, 'one-' || g % 40,
      case when g % 5000 = 0 then 'letter.opened-by-another' when g % 20 < 6 then 'mail.sent' when g % 20 = 9 then 'account.viewed' else 'request.noted' end,
      case when g % 20 = 9 then 'account' else 'request' end, (g / 25)::text, (g / 25)::text, repeat('a', 64) from generate_series(1, 20000) g`);
  await run("analyze audit_event");
}, 300_000);

const CASES: Array<[what: string, filter: TrailFilter]> = [
  ["everything", {}],
  ["a period long ago", { from: new Date("2026-01-02T00:00:00Z"), until: new Date("2026-01-03T00:00:00Z") }],
  ["one member of staff", { actor: { kind: "staff", id: "one-7" } }],
  ["one member of staff on one day", { actor: { kind: "staff", id: "one-7" }, from: new Date("2026-01-05T00:00:00Z"), until: new Date("2026-01-06T00:00:00Z") }],
  ["an act that is seldom done", { acts: ["letter.opened-by-another"] }],
  ["an act that nobody did", { acts: ["staff.roles-changed"] }],
  ["one request", { requestId: "300" }],
  ["one subject", { subject: { kind: "account", ids: ["300"] } }],
];

/** Blocks that the list's own query touches: 51 events may each lie on a block of their own, and the index above them is three deep. */
const MOST_BLOCKS = 70;

describe("a page of the trail", () => {
  it.each(CASES)("of %s touches what stands on it, however long the trail is", async (_what, filter) => {
    asked = [];
    await listTrail(database.db, { filter, place: 10_000 });
    const { query = "", params = [] } = asked.find(({ query: text }) => text.includes("order by")) ?? {};
    const rows = await runSql<Record<string, unknown>>(database.db, `explain (analyze, buffers, format json) ${query}`, params);
    const [value] = Object.values(rows[0] ?? {});
    const [{ Plan: plan }] = (typeof value === "string" ? JSON.parse(value) : value) as [{ Plan: Record<string, number> }];
    expect((plan["Shared Hit Blocks"] ?? 0) + (plan["Shared Read Blocks"] ?? 0), JSON.stringify(plan).slice(0, 600)).toBeLessThanOrEqual(MOST_BLOCKS);
  });
});
