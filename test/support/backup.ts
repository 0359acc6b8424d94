import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { compose, type Composition } from "#app/composition.server.ts";
import { handleJobs } from "#app/worker.server.ts";
import { openDatabase, type DatabasePlace } from "#db/client.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { openNeighbourhood, type Neighbourhood } from "#test/simulators/neighbourhood.ts";

import { freshPlace, MIGRATIONS, onServer } from "./database.ts";
import { afterThisFile } from "./endings.ts";
import type { Stage } from "./journey.ts";
import { seedOffice, settingsFor, staffOf, testKeys } from "./stage.ts";

const run = promisify(execFile);
const folder = (name: string) => mkdtempSync(join(tmpdir(), `zegel-${name}-`));

/** An office that can be opened and closed again over a place, which a backup is made of while it is closed or, on a server, at work. */
export type OpenedOffice = Stage & { made: Composition; database: Awaited<ReturnType<typeof openDatabase>>; close: () => Promise<void> };

/** Opens an office over a place; `dataDir` holds its keys and the heads of its trail. It is furnished when it is new. */
export async function openOver(place: DatabasePlace, { town, dataDir, clock }: { town: Neighbourhood; dataDir: string; clock: () => Date }): Promise<OpenedOffice> {
  const database = await openDatabase(place);
  await migrateDatabase(database, MIGRATIONS);
  const made = await compose({ database, close: async () => undefined }, settingsFor(await testKeys(), town, dataDir), { clock: { now: clock } });
  await seedOffice(made);
  handleJobs(made);
  await made.queue.start();
  const close = async () => {
    await made.queue.stop(5);
    await made.close();
    await database.close();
  };
  return { made, database, staff: await staffOf(database.db), officeUrl: town.officeUrl, now: clock, close };
}

/** Where a new office can be opened that a backup is made of: a database of its own on the server, or a folder. */
export async function ownPlace(): Promise<DatabasePlace> {
  return onServer ? freshPlace() : { dataDir: join(folder("embedded"), "database") };
}

/** A backup as docs/backup.md has it: `pg_dump` of a server that may be at work, or a copy of the folder of a stopped office. Answers how to put it back in a place of its own. */
export async function backUp(place: DatabasePlace): Promise<() => Promise<DatabasePlace>> {
  const to = join(folder("backup"), randomBytes(4).toString("hex"));
  if ("url" in place) {
    await run("pg_dump", ["--format=custom", `--file=${to}`, place.url]);
    return async () => {
      const restored = await freshPlace();
      if (!("url" in restored)) throw new Error("A dump goes to a server.");
      await run("pg_restore", ["--no-owner", "--exit-on-error", "--single-transaction", `--dbname=${restored.url}`, to]);
      return restored;
    };
  }
  if (!("dataDir" in place)) throw new Error("There is nothing to copy.");
  cpSync(place.dataDir, to, { recursive: true });
  return async () => {
    const dataDir = join(folder("restored"), "database");
    cpSync(to, dataDir, { recursive: true });
    return { dataDir };
  };
}

/** The world outside, until the end of the file. */
export async function aTown(clock: () => Date): Promise<Neighbourhood> {
  const town = await openNeighbourhood({ clock: { now: clock, moveTo: async () => undefined } });
  afterThisFile(() => town.close());
  return town;
}
