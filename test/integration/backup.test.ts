import { existsSync, readFileSync, renameSync } from "node:fs";

import { beforeAll, describe, expect, it } from "vitest";

import { sealEvents } from "#app/domain/audit/seal.ts";
import { latestVerification, verifyInTurn } from "#app/domain/jobs/verification.ts";
import { sayIfSetBack } from "#app/start/set-back.server.ts";
import { makeTrailVerifier } from "#app/start/verifier.server.ts";
import type { DatabasePlace } from "#db/client.server.ts";
import { request } from "#db/schema/requests.ts";
import { runSql } from "#db/types.ts";
import { aTown, backUp, openOver, ownPlace, type OpenedOffice } from "#test/support/backup.ts";
import { onServer } from "#test/support/database.ts";
import { approve, received } from "#test/support/journey.ts";
import { MORNING } from "#test/support/office.ts";
import { dataFolder } from "#test/support/stage.ts";
import type { Neighbourhood } from "#test/simulators/neighbourhood.ts";

import { verifyTrail } from "../../scripts/audit-verify.mjs";

let town: Neighbourhood;
let place: DatabasePlace;
let older: () => Promise<DatabasePlace>;
let newest: () => Promise<DatabasePlace>;
const dataDir = dataFolder();
let time = MORNING;
const clock = () => time;
const open = (at: DatabasePlace) => openOver(at, { town, dataDir, clock });

const seal = ({ made, database }: OpenedOffice) => sealEvents(database.db, { ...made.audit, headEverySeconds: 0 });
async function kindsFound({ made, database }: OpenedOffice): Promise<string[]> {
  const { key, headsFile } = made.audit;
  const query = (text: string, values?: unknown[]) => runSql<Record<string, string | null>>(database.db, text, values);
  const heads = existsSync(headsFile) ? readFileSync(headsFile, "utf8") : null;
  return (await verifyTrail({ query, heads, publicKeys: [key.publicPem], graceSeconds: 60 })).findings.map(({ kind }) => kind);
}

/** A day's work: a request comes in and is approved, mails and all. */
async function work(office: OpenedOffice): Promise<string> {
  const id = await received(office);
  await approve(office, id);
  await office.made.queue.idle();
  time = new Date(time.getTime() + 3_600_000);
  await seal(office);
  return id;
}

beforeAll(async () => {
  town = await aTown(clock);
  place = await ownPlace();
  let office = await open(place);
  await work(office);
  // A server is backed up while the office works; a folder only while it is stopped.
  if (!onServer) await office.close();
  older = await backUp(place);
  if (!onServer) office = await open(place);
  await work(office);
  await office.close();
  newest = await backUp(place);
}, 180_000);

describe("a backup that is put back", () => {
  it("holds all that there was: the trail is sound, nothing is said, and the office goes on with it", async () => {
    const office = await open(await newest());
    const said: string[] = [];
    expect(await office.database.db.$count(request)).toBe(2);
    expect([await sayIfSetBack(office.made, (line) => void said.push(line)), said]).toEqual([false, []]);
    expect(await kindsFound(office)).toEqual([]);
    await work(office);
    expect(await office.database.db.$count(request)).toBe(3);
    expect(await kindsFound(office)).toEqual([]);
    await office.close();
  }, 120_000);

  it("and is older than what was signed since, is noticed as soon as the office opens, and told to whoever looks at the trail", async () => {
    const office = await open(await older());
    const { db } = office.database;
    const said: string[] = [];
    expect(await sayIfSetBack(office.made, (line) => void said.push(line))).toBe(true);
    expect(said.join()).toMatch(/The database is older than its audit trail: .*heads\.jsonl was signed over \d+ events/);
    for (let steps = 0; steps < 10; steps += 1) await verifyInTurn(db, makeTrailVerifier(db, office.made.audit), { now: clock(), dueSince: new Date(0) });
    expect(await latestVerification(db, clock())).toMatchObject({ state: "damaged", findings: [{ kind: "tail-cut" }] });
    expect(await kindsFound(office)).toEqual(["tail-cut"]);

    // It stays known after the office went on, also when there are more events by then than there were.
    for (let days = 0; days < 3; days += 1) await work(office);
    expect(new Set(await kindsFound(office))).toEqual(new Set(["head-unmatched", "head-missing"]));
    await office.close();
  }, 120_000);

  it("on purpose, has a sound trail again from where the former heads were moved away, and works", async () => {
    const office = await open(await older());
    renameSync(office.made.audit.headsFile, `${office.made.audit.headsFile}.before-restore`);
    expect(await sayIfSetBack(office.made, () => undefined)).toBe(false);
    await work(office);
    expect(await office.database.db.$count(request)).toBe(2);
    expect(await kindsFound(office)).toEqual([]);
    await office.close();
  }, 120_000);
});
