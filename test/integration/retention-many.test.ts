import { eq, inArray } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";

import { countDue, readDue, type DueRequest } from "#app/domain/retention/due.ts";
import { retentionPeriods, type Periods } from "#app/domain/retention/periods.ts";
import { clearInTurn, listRuns } from "#app/domain/retention/run.ts";
import { mail } from "#db/schema/correspondence.ts";
import { request } from "#db/schema/requests.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import { freshDatabase } from "#test/support/database.ts";
import { fillWithRequests } from "#test/support/many-requests.ts";

import { openPractice } from "../domain/identification/practice.ts";

const NIGHT = new Date("2027-11-20T02:00:00Z");
const NEXT_NIGHT = new Date("2027-11-21T02:00:00Z");

/** Whole offices of requests end in the same second here, so that only their numbers tell them apart. */
describe("a night with much to clear (D20)", () => {
  let database: Database;
  let periods: Periods;
  let ended: string[];
  let held: string[];
  const db = () => database.db;

  beforeAll(async () => {
    database = await freshDatabase();
    await fillWithRequests(database, await openPractice(database), 300);
    periods = await retentionPeriods(db(), NIGHT);
    ended = (await runSql<{ id: string }>(db(), "select id from request where closed_at is not null order by closed_at, number")).map(({ id }) => id);
    // Of the oldest and of some in the middle, an e-mail still waits.
    held = [ended[0], ended[1], ended[40], ended[90]].flatMap((id) => id ?? []);
    for (const id of held) await db().insert(mail).values({ messageId: id, occasion: id, template: "received", templateVersion: 1, language: "nl", recipient: "somebody@practice.example", subject: "", text: "", html: "", links: [], requestId: id, status: "waiting", queuedAt: new Date("2026-11-16T08:30:00Z") });
  }, 120_000);

  it("finds each that is over once, whatever the window, and where nothing comes any more", async () => {
    for (const window of [1, 7, 50, 1_000]) {
      const found: DueRequest[] = [];
      let after: Parameters<typeof readDue>[1]["after"] = null;
      let looks = 0;
      do {
        const { due, last }: Awaited<ReturnType<typeof readDue>> = await readDue(db(), { until: NIGHT, periods, after, window });
        expect(due.length).toBeLessThanOrEqual(window);
        found.push(...due);
        after = last;
        looks += 1;
      } while (after !== null);
      expect(found.map(({ id }) => id)).toEqual(ended);
      expect(found.filter(({ hold }) => hold === "mail-waiting").map(({ id }) => id)).toEqual(held);
      expect(looks).toBeLessThanOrEqual(Math.ceil(ended.length / window) + 1);
    }
  }, 120_000);

  it("clears all but what is held, in steps, and comes to an end", async () => {
    await clearInTurn({ db: db() }, { now: new Date("2027-11-19T02:00:00Z"), dueSince: new Date("2027-11-19T02:00:00Z") });
    let steps = 0;
    do {
      await clearInTurn({ db: db() }, { now: NIGHT, dueSince: NIGHT });
      steps += 1;
    } while ((await listRuns(db(), 1))[0]?.endedAt === null && steps < 50);
    const [run] = await listRuns(db(), 1);
    expect(run).toMatchObject({ requests: ended.length - held.length, isThrough: true, endedAt: NIGHT });
    expect(steps).toBeGreaterThan(5);
    expect(steps).toBeLessThan(12);
    const left = await db().select({ id: request.id, clearedAt: request.clearedAt }).from(request).where(inArray(request.id, ended));
    expect(left.filter(({ clearedAt }) => clearedAt === null).map(({ id }) => id).sort()).toEqual([...held].sort());
    expect(await countDue(db(), { now: NIGHT, soon: NIGHT, periods })).toMatchObject({ now: { unfulfilled: 0, held: held.length }, soon: { unfulfilled: 0, held: held.length } });
  }, 120_000);

  it("clears in the next night what is held no longer", async () => {
    await db().update(mail).set({ status: "sent" }).where(eq(mail.status, "waiting"));
    for (let steps = 0; steps < 4; steps += 1) await clearInTurn({ db: db() }, { now: NEXT_NIGHT, dueSince: NEXT_NIGHT });
    expect((await listRuns(db(), 1))[0]).toMatchObject({ requests: held.length, endedAt: NEXT_NIGHT });
  });
});
