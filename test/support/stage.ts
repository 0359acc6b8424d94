import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { asc } from "drizzle-orm";

import { staffActor, type StaffActor } from "#app/domain/access/actor.ts";
import { findStaff } from "#app/domain/access/directory.ts";
import type { Composition } from "#app/composition.server.ts";
import { demonstrationKeys, type DemonstrationKeys } from "#app/start/demonstration.server.ts";
import type { OfficeSettings } from "#app/start/settings.server.ts";
import type { SimulatorSettings } from "#app/simulators/settings.ts";
import { staff } from "#db/schema/staff.ts";
import { STAFF } from "#db/worlds/cast.ts";
import { seedParties, seedStaff } from "#db/worlds/parties.ts";
import type { Db } from "#db/types.ts";

import { afterThisFile } from "./endings.ts";

/** The installation that the tests run in. */
export const ROOT = process.env["ZEGEL_ROOT"] ?? fileURLToPath(new URL("../..", import.meta.url));

/** Services of the catalogue that every practice of the tests has agreed on. */
export const AGREED_SERVICES = ["claims", "cov"];

/** Long before today, so that nobody's role or address counts as changed lately. */
const LONG_AGO_MS = 400 * 86_400_000;

/** When the authority of the tests began: before any of their clocks. */
const BEGAN = new Date("2026-01-05T09:00:00.000Z");

/** Keys are made once for all test files: an RSA pair takes a second, and these protect nothing. */
export async function testKeys(): Promise<DemonstrationKeys> {
  const kept = join(tmpdir(), `zegel-test-keys-${process.getuid?.() ?? "me"}`);
  if (!existsSync(kept)) {
    const made = mkdtempSync(join(tmpdir(), "zegel-keys-"));
    await demonstrationKeys(made, BEGAN, "Zegel");
    try {
      renameSync(made, kept);
    } catch {
      // Another test file was first.
      rmSync(made, { recursive: true, force: true });
    }
  }
  return demonstrationKeys(kept, BEGAN, "Zegel");
}

/** The settings of an office whose outside world are the simulators at `officeUrl`. */
export function settingsFor(keys: DemonstrationKeys, outside: { officeUrl: string; settings: SimulatorSettings }, dataDir: string): OfficeSettings {
  const { idin, amp, smtp } = outside.settings;
  // A register of the tests is never slow: where it seems so, the machine is.
  const [kvk, vektis] = [{ ...outside.settings.kvk, timeoutMs: 60_000 }, { ...outside.settings.vektis, timeoutMs: 60_000 }];
  return {
    mode: "demonstration",
    environment: "demonstration",
    root: ROOT,
    dataDir,
    logLevel: process.env["ZEGEL_LOG_LEVEL"] ?? "silent",
    baseUrl: outside.officeUrl,
    publicationUrl: outside.officeUrl,
    loginUrl: "https://login.office.example",
    secrets: { session: [keys.secrets.session], link: keys.secrets.link, identification: keys.secrets.identification, files: [keys.secrets.files], totp: [keys.secrets.totp] },
    authority: { ...keys.authority, passphrase: keys.secrets.authority },
    testAuthority: { ...keys.testAuthority, passphrase: keys.secrets.authority },
    auditKeyPem: undefined,
    printRoomKey: keys.printRoom.publicJwk as Record<string, unknown>,
    oidc: null,
    returnedMailToken: "returned-mail-token-of-the-tests-32",
    metricsToken: "metrics-token-of-the-tests-of-32-letters",
    idin,
    amp,
    kvk,
    vektis,
    smtp: { ...smtp, secure: false, from: "noreply@zegel.example" },
  };
}

/** The staff and the practices of the cast, unless they are there. */
export async function seedOffice(made: Pick<Composition, "office" | "clock">): Promise<void> {
  const { db } = made.office;
  if ((await db.select({ id: staff.id }).from(staff).limit(1)).length > 0) return;
  await db.transaction(async (tx) => {
    await seedStaff(tx, made.clock.now());
    await seedParties(tx, () => AGREED_SERVICES, new Date(made.clock.now().getTime() - LONG_AGO_MS));
  });
}

export type Staff = Record<"sanne" | "wim" | "noor" | "tom" | "els" | "ravi" | "ilse" | "daan" | "mei", StaffActor>;

/** The people who work at the office, as actors, by the id that the cast gives them. */
export async function staffOf(db: Db): Promise<Staff> {
  const rows = await db.select({ id: staff.id, email: staff.email }).from(staff).orderBy(asc(staff.createdAt));
  const entries: Array<[string, StaffActor]> = [];
  for (const { id, email } of rows) {
    const member = await findStaff(db, id);
    const known = STAFF.find((one) => one.email === email);
    if (member && known) entries.push([known.id, staffActor(member)]);
  }
  return Object.fromEntries(entries) as Staff;
}

/** A folder for what an office keeps beside its database, gone after the test file. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), `zegel-office-${randomBytes(2).toString("hex")}-`));
  afterThisFile(async () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
