import { openAuthority } from "#app/adapters/forge/index.ts";
import { compose, type Composition } from "#app/composition.server.ts";
import { simulatorSettings } from "#app/simulators/settings.ts";
import { furnishOffice } from "#app/start/furnish.server.ts";
import type { Database } from "#db/client.server.ts";

import { freshDatabase } from "./database.ts";
import { dataFolder, settingsFor, staffOf, testKeys, type Staff } from "./stage.ts";

/** A Monday in the afternoon. */
const NOW = new Date("2026-11-16T14:00:00.000Z");

export type BusyOffice = { database: Database; made: Composition; clock: { now: () => Date }; staff: Staff };

/** An office with ten weeks of work behind it, as a demonstration begins; its clock stands still, and nothing outside answers. */
export async function openBusyOffice(): Promise<BusyOffice> {
  const database = await freshDatabase();
  const keys = await testKeys();
  const clock = { now: () => NOW };
  const officeUrl = "http://localhost:3000";
  const made = await compose({ database, close: async () => undefined }, settingsFor(keys, { officeUrl, settings: simulatorSettings({ port: 1, smtpPort: 1 }) }, dataFolder()), { clock });
  const authorityAt: Parameters<typeof furnishOffice>[1]["authorityAt"] = (at) => openAuthority({ ...keys.authority, passphrase: keys.secrets.authority, publicBaseUrl: officeUrl, clock: at });
  await furnishOffice(made, { world: "busy-office", authorityAt, say: () => undefined });
  return { database, made, clock, staff: await staffOf(database.db) };
}
