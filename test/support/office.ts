import { compose, type Composition } from "#app/composition.server.ts";
import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import { handleJobs } from "#app/worker.server.ts";
import type { Database } from "#db/client.server.ts";
import { runSql } from "#db/types.ts";
import { openNeighbourhood, type Neighbourhood } from "#test/simulators/neighbourhood.ts";

import { furnishedDatabase } from "./database.ts";
import { afterThisFile } from "./endings.ts";
import type { Stage } from "./journey.ts";
import { dataFolder, seedOffice, settingsFor, staffOf, testKeys, type Staff } from "./stage.ts";

/** A clock that only moves when it is told to. */
export type ManualClock = { now: () => Date; moveTo: (instant: Date) => void; add: (milliseconds: number) => void };

export type TestOffice = Stage & {
  made: Composition;
  database: Database;
  clock: ManualClock;
  town: Neighbourhood;
  staff: Staff;
  /** Every job that is due, until none is left; not the sweeps. */
  work: () => Promise<void>;
  /** Lets the seconds to undo pass and decisions leave the house, with the jobs that follow. */
  letDecisionsLeave: () => Promise<void>;
  /** The acts in the trail, oldest first, of one request or of everything. */
  trail: (requestId?: string) => Promise<string[]>;
};

/** Monday morning, ten o'clock in Utrecht. */
export const MORNING = new Date("2026-11-16T09:00:00.000Z");

/**
 * A whole office over a fresh database: the real composition with the definitions of this installation, the staff and practices of the
 * cast, and the simulators as outside world. The clock stands still until it is moved; work is done when it is asked for.
 */
export async function openOffice(): Promise<TestOffice> {
  let time = MORNING;
  const clock: ManualClock = {
    now: () => time,
    moveTo: (instant) => void (time = instant),
    add: (milliseconds) => void (time = new Date(time.getTime() + milliseconds)),
  };
  const town = await openNeighbourhood({ clock: { now: clock.now, moveTo: async (instant) => clock.moveTo(instant) } });
  const keys = await testKeys();
  const composeOver = (over: Database) => compose({ database: over, close: async () => undefined }, settingsFor(keys, town, dataFolder()), { clock });
  const database = await furnishedDatabase("office", async (empty) => {
    const first = await composeOver(empty);
    await seedOffice(first);
    await first.queue.stop(0);
    await first.close();
  });
  const made = await composeOver(database);
  handleJobs(made);
  await made.queue.start();
  afterThisFile(async () => {
    await made.queue.stop(5);
    await made.close();
    await town.close();
  });

  async function letDecisionsLeave(): Promise<void> {
    clock.add(60_000);
    await takeDecisionsIntoEffect(made.office, clock.now());
    await made.queue.idle();
  }

  async function trail(requestId?: string): Promise<string[]> {
    const rows = await runSql<{ act: string }>(database.db, "select act from audit_event where $1::text is null or request_id = $1 order by id", [requestId ?? null]);
    return rows.map(({ act }) => act);
  }

  const staff = await staffOf(database.db);
  return { made, database, clock, town, staff, officeUrl: town.officeUrl, now: clock.now, work: () => made.queue.idle(), letDecisionsLeave, trail };
}
