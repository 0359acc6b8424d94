import { randomInt } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import type { DatabasePlace } from "#db/client.server.ts";
import { freshPlace, onServer } from "#test/support/database.ts";
import type { Confirmed } from "#test/support/killing/checker.ts";
import { bundleChild, live } from "#test/support/killing/office-process.ts";
import { openNeighbourhood, type Neighbourhood } from "#test/simulators/neighbourhood.ts";

const STEPS = ["submit", "confirm", "decide", "take-effect", "identify", "fulfil", "print", "install"];
/** The soaks together take a quarter of an hour at most. */
const FOR_MS = 5 * 60_000;

let town: Neighbourhood;
let child: Awaited<ReturnType<typeof bundleChild>>;
const dataDir = mkdtempSync(join(tmpdir(), "zegel-soaked-"));
beforeAll(async () => {
  [town, child] = await Promise.all([openNeighbourhood(), bundleChild()]);
});
afterAll(async () => {
  await town.close();
  child.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

async function freshHome(): Promise<DatabasePlace> {
  if (onServer) return freshPlace();
  mkdirSync(join(dataDir, "database"));
  return { dataDir: join(dataDir, "database") };
}

it("an office that dies at any statement of any step, again and again, loses nothing and does nothing twice (P16)", { timeout: 1_200_000 }, async () => {
  const place = await freshHome();
  const outside = { officeUrl: town.officeUrl, settings: town.settings };
  const confirmed: Confirmed[] = [];
  const ends = performance.now() + FOR_MS;
  let hits = 0;
  while (performance.now() < ends) {
    const kill = { step: STEPS[randomInt(STEPS.length)] ?? "submit", at: randomInt(1, 26) };
    const life = await live(child.path, { place, dataDir, outside, kill, confirmed });
    const where = `${JSON.stringify(kill)} ${life.errors}`;
    // A step that has fewer statements ends by itself, and the request with it.
    if (life.signal === null) expect(life.code, where).toBe(0);
    else expect(life.signal, where).toBe("SIGKILL");
    expect(life.wrong ?? [], where).toEqual([]);
    confirmed.push(...life.confirmed);
    hits += life.signal === "SIGKILL" ? 1 : 0;
  }
  const last = await live(child.path, { place, dataDir, outside, kill: null, confirmed });
  expect(last, last.errors).toMatchObject({ code: 0, wrong: [] });
  expect(hits).toBeGreaterThan(10);
});
