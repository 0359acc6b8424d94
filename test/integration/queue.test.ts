import { beforeAll, expect, it } from "vitest";

import { claimNext } from "#app/domain/requests/claim.ts";
import { listQueue } from "#app/domain/requests/queue.ts";
import { request } from "#db/schema/requests.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import { freshDatabase } from "#test/support/database.ts";

import { NOW, openPractice, type Practice } from "../domain/identification/practice.ts";

const DAY = 86_400_000;

let database: Database;
let bridge: Practice;

/** More with high priority than a page holds, many at one instant, and some of each without a last day. */
beforeAll(async () => {
  database = await freshDatabase();
  bridge = await openPractice(database);
  const rows = Array.from({ length: 210 }, (_, index) => ({
    type: "new-user",
    channel: "online" as const,
    status: "submitted" as const,
    releaseId: bridge.releaseId,
    language: "nl" as const,
    answers: {},
    termsVersion: "1",
    subjectName: "Z. van der Håkon",
    applicantName: "S. Jansen",
    applicantEmail: "s.jansen@debrug.example",
    submittedAt: NOW,
    priority: index % 3 === 0 ? ("normal" as const) : ("high" as const),
    dueAt: index % 10 === 7 ? null : new Date(NOW.getTime() + ((index * 7) % 5) * DAY),
  }));
  await database.db.insert(request).values(rows);
});

/** The order as the sentence has it, said in another way than the query: high priority, then least time left, what has no last day at the end. */
async function inOrder(): Promise<string[]> {
  const rows = await runSql<{ id: string; priority: string; due: string | null }>(database.db, "select id, priority, due_at::text as due from request order by id");
  const rank = (row: (typeof rows)[number]) => `${row.priority === "high" ? 0 : 1} ${row.due ?? "z"} ${row.id}`;
  return rows.sort((one, other) => (rank(one) < rank(other) ? -1 : 1)).map(({ id }) => id);
}

it.each(["unassigned", "all"] as const)("%s: every page holds what it may, and all of them together each request once, in order", async (view) => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listQueue(database.db, { view, by: bridge.sanne, cursor, limit: 50 });
    expect(page.lines.length).toBe(page.next === null ? 10 : 50);
    seen.push(...page.lines.map(({ id }) => id));
    cursor = page.next;
  } while (cursor !== null);
  expect(seen).toEqual(await inOrder());
});

it("who takes the next one gets the first of the list", async () => {
  const [first] = await inOrder();
  expect((await claimNext(bridge.office, { by: bridge.sanne, now: NOW }))?.id).toBe(first);
});
