import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { eq } from "drizzle-orm";
import type { Router } from "express";
import { z } from "zod";

import type { Database } from "#db/client.server.ts";
import { officeSetting } from "#db/schema/staff.ts";
import { openMovableClock, systemClock, type MovableClock } from "#app/adapters/clock/clock.ts";
import { readJson } from "#app/adapters/files/definitions.ts";
import { makeAuthority, openAuthority } from "#app/adapters/forge/index.ts";
import { makeServerKey, type ServerKey } from "#app/adapters/tls/server-key.ts";
import { makePrintRoomKey } from "#app/adapters/seal/print-room-key.js";
import type { Composition } from "#app/composition.server.ts";
import type { Clock } from "#app/domain/deadlines/ports.ts";
import { Problem } from "#app/domain/problem.ts";
import { simulatorSettings } from "#app/simulators/settings.ts";
import { makeSimulators } from "#app/simulators/simulators.tsx";

import { furnishOffice, type WorldName } from "./furnish.server.ts";
import type { OfficeSettings } from "./settings.server.ts";

const Secrets = z.object({ session: z.string().min(32), link: z.string().min(32), identification: z.string().min(32), files: z.string().min(32), totp: z.string().min(32), authority: z.string().min(12) });

/** What opens the demonstration's print-room key; shown on the simulators' page, since there is nothing real to protect. */
export const DEMONSTRATION_PASSPHRASE = "postkamer zegel demo";

const AuthorityPems = z.object({ rootCertPem: z.string(), issuerCertPem: z.string(), issuerKeyPem: z.string() });
type AuthorityPems = z.infer<typeof AuthorityPems>;

export type DemonstrationKeys = {
  secrets: z.infer<typeof Secrets>;
  authority: AuthorityPems;
  testAuthority: AuthorityPems;
  printRoom: { publicJwk: unknown; keyFile: string };
};

/**
 * The keys of a demonstration, made at its first start and kept in its data folder. Production never comes here: it takes its own from the
 * environment. Each file is written whole or not at all, so that a start that was killed leaves nothing half.
 */
export async function demonstrationKeys(dataDir: string, now: Date, organisation: string): Promise<DemonstrationKeys> {
  const folder = join(dataDir, "demonstration");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const random = () => randomBytes(32).toString("base64url");
  const secrets = Secrets.parse({
    ...z.record(z.string(), z.string()).parse(await keep(join(folder, "secrets.json"), async () => ({ session: random(), link: random(), identification: random(), authority: random() }))),
    // In files of their own: demonstrations that were begun before there were files, or logins, have the others already.
    files: await keep(join(folder, "files-secret.json"), async () => random()),
    totp: await keep(join(folder, "totp-secret.json"), async () => random()),
  });
  const authorityOf = async (environment: "demonstration" | "test", file: string) =>
    AuthorityPems.parse(await keep(join(folder, file), async () => withoutRootKey(await makeAuthority({ environment, now: new Date(now.getTime() - AGE_MS), passphrase: secrets.authority, organisation }))));
  const authority = await authorityOf("demonstration", "authority.json");
  // Tests share nothing with it: a root and an issuing CA of their own (R114).
  const testAuthority = await authorityOf("test", "test-authority.json");
  const keyFile = join(folder, "print-room-key.json");
  const printRoom = z.object({ publicJwk: z.unknown() }).parse(await keep(keyFile, async () => (await makePrintRoomKey(DEMONSTRATION_PASSPHRASE)).keyFile));
  return { secrets, authority, testAuthority, printRoom: { publicJwk: printRoom.publicJwk, keyFile } };
}

const KeptServerKey = z.object({ keyPem: z.string(), certPem: z.string(), authorityPem: z.string(), notAfter: z.iso.datetime() });

/** The key of the port with TLS, kept beside the others; a new one when browsers would take the former no more. Those judge by the machine's own time. */
export async function demonstrationServerKey(dataDir: string): Promise<ServerKey> {
  const folder = join(dataDir, "demonstration");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const now = systemClock.now();
  const make = () => makeServerKey({ now, hosts: ["localhost", "127.0.0.1"] });
  const file = join(folder, "tls.json");
  const kept = KeptServerKey.parse(await keep(file, make));
  if (new Date(kept.notAfter) > now) return kept;
  rmSync(file);
  return KeptServerKey.parse(await keep(file, make));
}

/** The demonstration's authority is as old as its office, so that the certificates of its past fit inside its own validity. */
const AGE_MS = 2 * 365 * 86_400_000;

/** The root's key signs the issuing CA once and is not needed again: it is not kept. */
function withoutRootKey(made: Awaited<ReturnType<typeof makeAuthority>>) {
  const { rootCertPem, issuerCertPem, issuerKeyPem } = made;
  return { rootCertPem, issuerCertPem, issuerKeyPem };
}

async function keep(file: string, make: () => Promise<unknown>): Promise<unknown> {
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, JSON.stringify(await make()), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return JSON.parse(readFileSync(file, "utf8"));
}

export type Demonstration = {
  settings: OfficeSettings;
  router: Router | null;
  /** Staff, enterprises and, at the first start, some 200 requests. */
  furnish(made: Composition): Promise<void>;
  whenClockMoves(then: () => Promise<void>): void;
  close(): Promise<void>;
};

const OUTSIDE = "demonstration.outside";

/**
 * Opens what stands in for the outside world, and says where the office finds it. The simulators live in the process that serves pages; a process that
 * only works asks the database where they are. Throws `start.simulators-elsewhere` when no web process was started yet.
 */
export async function openDemonstration(
  database: Database,
  options: { root: string; dataDir: string; logLevel: string; port: number; tlsPort: number; parts: "all" | "web" | "worker"; world: WorldName; baseUrl: string | undefined },
): Promise<Demonstration> {
  const { root, dataDir, logLevel, port, tlsPort, world } = options;
  const clock = await openMovableClock(database.db);
  const branding = readJson(root, "templates/branding.json") as { name: string };
  const keys = await demonstrationKeys(dataDir, clock.now(), branding.name);
  const baseUrl = options.baseUrl ?? `http://localhost:${port}`;
  let moved: () => Promise<void> = async () => undefined;
  let movable: MovableClock = clock;

  // For this process only: the mail server stands in it, and so does whoever takes what comes back.
  const returnedMailToken = randomBytes(32).toString("base64url");
  const simulators =
    options.parts === "worker"
      ? null
      : await makeSimulators({
          store: join(dataDir, "simulators"),
          clock: { now: () => movable.now(), moveTo: (instant) => movable.moveTo(instant) },
          officeUrl: baseUrl,
          notifyClockMoved: () => moved(),
          ampCallbackUrl: `http://127.0.0.1:${port}/callbacks/amp`,
          sendBack: async (report) => {
            await fetch(`http://127.0.0.1:${port}/returned-mail`, { method: "POST", body: report, headers: { "content-type": "message/rfc822", authorization: `Bearer ${returnedMailToken}` } });
          },
          printRoomKey: { path: keys.printRoom.keyFile, passphrase: DEMONSTRATION_PASSPHRASE },
        });
  const outside = simulators ? { port, smtpPort: simulators.smtpPort, baseUrl } : await readOutside(database);
  if (simulators) await writeOutside(database, { port, smtpPort: simulators.smtpPort, baseUrl });
  const found = simulatorSettings(outside);

  return {
    settings: {
      mode: "demonstration",
      environment: "demonstration",
      root,
      dataDir,
      logLevel,
      baseUrl: outside.baseUrl,
      publicationUrl: outside.baseUrl,
      loginUrl: `https://${new URL(outside.baseUrl).hostname}:${tlsPort}`,
      secrets: { session: [keys.secrets.session], link: keys.secrets.link, identification: keys.secrets.identification, files: [keys.secrets.files], totp: [keys.secrets.totp] },
      authority: { ...keys.authority, passphrase: keys.secrets.authority },
      testAuthority: { ...keys.testAuthority, passphrase: keys.secrets.authority },
      auditKeyPem: undefined,
      printRoomKey: keys.printRoom.publicJwk as Record<string, unknown>,
      oidc: null,
      ...found,
      returnedMailToken,
      metricsToken: null,
      smtp: { ...found.smtp, secure: false, from: "noreply@zegel.example" },
    },
    router: simulators?.router ?? null,
    furnish: async (made) => {
      movable = made.movable ?? clock;
      const authorityAt = (then: Clock) => openAuthority({ ...keys.authority, passphrase: keys.secrets.authority, publicBaseUrl: made.baseUrl, clock: then });
      await furnishOffice(made, { world, authorityAt, say: (line) => void process.stdout.write(`${line}\n`) });
    },
    whenClockMoves: (then) => {
      moved = then;
    },
    close: async () => simulators?.close(),
  };
}

const Outside = z.object({ port: z.number(), smtpPort: z.number(), baseUrl: z.string() });

async function writeOutside({ db }: Database, value: z.infer<typeof Outside>): Promise<void> {
  await db.insert(officeSetting).values({ key: OUTSIDE, value }).onConflictDoUpdate({ target: officeSetting.key, set: { value } });
}

async function readOutside({ db }: Database): Promise<z.infer<typeof Outside>> {
  const [row] = await db.select({ value: officeSetting.value }).from(officeSetting).where(eq(officeSetting.key, OUTSIDE));
  const parsed = Outside.safeParse(row?.value);
  if (!parsed.success) throw new Problem("start.simulators-elsewhere");
  return parsed.data;
}
