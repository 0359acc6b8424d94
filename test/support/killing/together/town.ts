import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { eq } from "drizzle-orm";

import { compose, type Composition } from "#app/composition.server.ts";
import { readProductionEnv } from "#app/env.server.ts";
import { productionSettings } from "#app/start/settings.server.ts";
import { openKeyFile, type PrintRoomKey } from "#app/ui/print-room/key.ts";
import { openDatabase, type Database } from "#db/client.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { practice } from "#db/worlds/cast.ts";
import { seedParties } from "#db/worlds/parties.ts";
import { openNeighbourhood, type Neighbourhood } from "#test/simulators/neighbourhood.ts";

import { freshPlace, MIGRATIONS } from "../../database.ts";
import type { Stage } from "../../journey.ts";
import { openOrganisation, type Organisation } from "../../organisation.ts";
import { openMailServer, productionEnv, type MailServer } from "../../production.ts";
import { AGREED_SERVICES, ROOT } from "../../stage.ts";
import { beginHand } from "../hand.ts";
import type { Hand } from "../hands-kept.ts";
import { OFFICE } from "./person.ts";
import { openHouse, type House } from "./processes.ts";

const DAY_MS = 86_400_000;
const PASSPHRASE = "postkamer van de proef";

export type Whole = {
  env: Record<string, string>;
  house: House;
  database: Database;
  /** The office's own verbs over the same database, in this process, which nothing kills: for what was before the test began. */
  made: Composition;
  organisation: Organisation;
  mail: MailServer;
  town: Neighbourhood;
  key: PrintRoomKey;
  /** Users whose certificate ends within the month. */
  hands: Hand[];
  /** Where each machine keeps the heads of the trail. */
  machines: string[];
  logFolder: string;
  close: () => Promise<void>;
};

/**
 * An office in production as several processes over one database, on two machines that have a web process and a worker each; they begin together. Around it a mail server, an organisation with
 * staff, and the simulators, none of which dies. `holders`: so many users have a certificate to renew.
 */
export async function openTogether({ holders }: { holders: number }): Promise<Whole> {
  const folder = mkdtempSync(join(tmpdir(), "zegel-together-"));
  const logFolder = process.env["ZEGEL_SOAK_LOGS"] ?? folder;
  mkdirSync(logFolder, { recursive: true });
  const place = await freshPlace();
  if (!("url" in place)) throw new Error("Several processes need a database server.");
  const clock = { now: () => new Date(), moveTo: async () => undefined };
  const [organisation, mail, town] = await Promise.all([openOrganisation({ officeUrl: OFFICE }), openMailServer(folder), openNeighbourhood({ returnTo: OFFICE, clock })]);
  const env = {
    ...(await productionEnv(folder, { databaseUrl: place.url, officeUrl: OFFICE, port: 0, organisation, mail, town }, { since: new Date(Date.now() - 1_000 * DAY_MS), printRoomPassphrase: PASSPHRASE })),
    ZEGEL_PROXIES: "1",
    ZEGEL_CLIENT_CERT_PROXIES: "127.0.0.1",
  };
  const keyFile = readdirSync(join(folder, "print-room")).find((name) => !name.endsWith(".public.json")) ?? "";
  const key = await openKeyFile(readFileSync(join(folder, "print-room", keyFile), "utf8"), PASSPHRASE);
  const database = await openDatabase(place);
  await migrateDatabase(database, MIGRATIONS);
  const settings = productionSettings(readProductionEnv({ ...process.env, ...env }), { root: ROOT, dataDir: join(folder, "here"), logLevel: "silent" });
  const made = await compose({ database, close: async () => undefined }, settings);
  await database.db.transaction((tx) => seedParties(tx, () => AGREED_SERVICES, new Date(Date.now() - 400 * DAY_MS)));
  // Four eyes look at a practice that has just moved.
  await database.db.update(enterprise).set({ addressChangedAt: new Date() }).where(eq(enterprise.kvkNumber, practice("zonneveld").kvkNumber));
  const stage: Stage = { made, staff: {} as Stage["staff"], officeUrl: OFFICE, now: clock.now };
  const hands: Hand[] = [];
  for (let order = 0; order < holders; order += 1) hands.push(await beginHand({ made, stage }, { act: "renew", order }));

  const machineOf = (name: string) => join(folder, `machine-${name.split("-")[1]}`);
  const house = await openHouse({ env, webs: 2, workers: 2, dataDirOf: machineOf, logFolder });
  await house.opened();
  return {
    env,
    house,
    database,
    made,
    organisation,
    mail,
    town,
    key,
    hands,
    machines: ["web-1", "web-2"].map(machineOf),
    logFolder,
    close: async () => {
      for (const one of house.all) one.kill();
      await house.close();
      await made.queue.stop(1);
      await made.close();
      await database.close();
      await Promise.all([organisation.close(), mail.close(), town.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
