import { join } from "node:path";

import { pino, type Logger } from "pino";

import { openDatabase, type Database, type DatabasePlace } from "#db/client.server.ts";
import { lockDataFolder } from "#db/lock.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { openMovableClock, systemClock, type MovableClock } from "#app/adapters/clock/clock.ts";
import { readDefinitionFiles, readJson, readScreenTexts } from "#app/adapters/files/definitions.ts";
import { openAuthority } from "#app/adapters/forge/index.ts";
import { makeIdinBroker } from "#app/adapters/idin/broker.ts";
import { makeTradeRegister } from "#app/adapters/kvk/trade-register.ts";
import { makeLetterPress } from "#app/adapters/pdf/letter-press.ts";
import { makeLetterSeal } from "#app/adapters/seal/letter-seal.ts";
import { makeMailer } from "#app/adapters/smtp/mailer.ts";
import { makeAgbRegister } from "#app/adapters/vektis/agb-register.ts";
import { auditFolder } from "#app/domain/audit/key.ts";
import { Branding } from "#app/domain/correspondence/branding.ts";
import type { Say, TellOffice } from "#app/domain/correspondence/tell.ts";
import type { Post } from "#app/domain/correspondence/send.ts";
import type { Clock } from "#app/domain/deadlines/ports.ts";
import { loadDefinitions } from "#app/domain/definitions/load.ts";
import type { FulfilOffice } from "#app/domain/effects/fulfil.ts";
import { openQueue, type Queue } from "#app/domain/jobs/queue.ts";
import { JOBS } from "#app/domain/jobs/list.ts";
import { Problem } from "#app/domain/problem.ts";
import type { OfficeAtWork, Mode } from "#app/web/context.ts";
import { translator } from "#app/web/i18n.server.ts";

import type { OfficeSettings } from "./start/settings.server.ts";

/** Everything that a process of the office works with, wired once. */
export type Composition = {
  mode: Mode;
  log: Logger;
  database: Database;
  queue: Queue;
  clock: Clock;
  /** Only in the demonstration. */
  movable: MovableClock | null;
  audit: ReturnType<typeof auditFolder>;
  office: OfficeAtWork;
  fulfil: FulfilOffice;
  telling: TellOffice;
  post: Post;
  sessionSecrets: readonly string[];
  baseUrl: string;
  close(): Promise<void>;
};

/** Opens the database, migrates it and publishes what this installation brings; the lock of an embedded database is held until `close`. */
export async function openOfficeDatabase(
  where: { url: string | undefined; dataDir: string; root: string },
  options: Parameters<typeof openDatabase>[1] = {},
): Promise<{ database: Database; close(): Promise<void> }> {
  const place: DatabasePlace = where.url ? { url: where.url } : { dataDir: join(where.dataDir, "database") };
  const release = where.url ? null : await lockDataFolder(where.dataDir);
  try {
    const database = await openDatabase(place, options).catch((cause: unknown) => {
      throw new Problem("start.database-unreachable", {}, { cause });
    });
    try {
      await migrateDatabase(database, join(where.root, "db/migrations"));
    } catch (problem) {
      await database.close();
      throw problem;
    }
    return {
      database,
      close: async () => {
        await database.close();
        await release?.();
      },
    };
  } catch (problem) {
    await release?.();
    throw problem;
  }
}

/**
 * Wires the office over an open database. Throws the problems of what it opens, each with one sentence for whoever starts it. The clock is the
 * mode's own, unless somebody brings one (the tests do).
 */
export async function compose(
  opened: { database: Database; close(): Promise<void> },
  settings: OfficeSettings,
  options: { clock?: Clock } = {},
): Promise<Composition> {
  const { database } = opened;
  const { db } = database;
  const { mode, root, baseUrl, secrets } = settings;
  const log = pino({ level: settings.logLevel, base: undefined }, pino.destination({ dest: 2, sync: true }));
  const movable = options.clock === undefined && mode === "demonstration" ? await openMovableClock(db) : null;
  const clock = options.clock ?? movable ?? systemClock;
  await loadDefinitions(db, readDefinitionFiles(root), readScreenTexts(root), clock.now());

  const queue = openQueue(database, { jobs: JOBS, log });
  await queue.prepare();
  const authority = openAuthority({ ...settings.authority, publicBaseUrl: baseUrl, clock });
  const seal = await makeLetterSeal(settings.printRoomKey);
  const branding = Branding.parse(readJson(root, "templates/branding.json"));
  const office: OfficeAtWork = {
    db,
    queue,
    registers: { agb: makeAgbRegister(settings.vektis), trade: makeTradeRegister(settings.kvk) },
    broker: makeIdinBroker(settings.idin),
    authority,
    secrets: { link: secrets.link, identification: secrets.identification },
    simulators: mode === "demonstration" ? { printRoomKey: "/simulators/print-room-key", doormat: "/simulators/doormat/api/letters" } : null,
  };
  const say: Say = (language, key) => translator(language)(key);
  return {
    mode,
    log,
    database,
    queue,
    clock,
    movable,
    audit: auditFolder(settings.dataDir, settings.auditKeyPem),
    office,
    fulfil: { db, queue, press: await makeLetterPress(), seal, branding, baseUrl, environment: settings.environment },
    telling: { db, queue, branding, baseUrl, mailDomain: new URL(baseUrl).hostname, say },
    post: { db, mailer: makeMailer({ ...settings.smtp, from: { name: branding.name, address: settings.smtp.from }, clock }), linkSecret: secrets.link, baseUrl },
    sessionSecrets: secrets.session,
    baseUrl,
    close: opened.close,
  };
}
