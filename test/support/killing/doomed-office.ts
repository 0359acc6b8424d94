import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll } from "vitest";

import type { DatabasePlace } from "#db/client.server.ts";
import { openNeighbourhood, type Neighbourhood } from "#test/simulators/neighbourhood.ts";

import { freshPlace, onServer } from "../database.ts";
import type { Confirmed } from "./checker.ts";
import { bundleChild, live, type ChildName, type Kill, type Life } from "./office-process.ts";

export type DoomedOffice = {
  town: () => Neighbourhood;
  /** Makes it a home with a fresh database, and answers how to let it live until it dies or has done its work. What was confirmed is kept in `confirmed`. */
  settle: () => Promise<{ live: (kill: Kill | null) => Promise<Life>; confirmed: Confirmed[] }>;
};

/** An office that dies again and again, in a process of its own, between the simulators of a neighbourhood that stays. Call it where hooks may stand. */
export function doomedOffice(does: ChildName = "child"): DoomedOffice {
  const dataDir = mkdtempSync(join(tmpdir(), "zegel-doomed-"));
  // The office's clock runs here, and AMP takes no order for a day that lies too far ahead of its own.
  const clock = { now: () => new Date(), moveTo: async () => undefined };
  let town: Neighbourhood;
  let child: Awaited<ReturnType<typeof bundleChild>>;
  beforeAll(async () => {
    [town, child] = await Promise.all([openNeighbourhood({ clock }), bundleChild(does)]);
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

  return {
    town: () => town,
    settle: async () => {
      const place = await freshHome();
      const outside = { officeUrl: town.officeUrl, settings: town.settings };
      const confirmed: Confirmed[] = [];
      return {
        confirmed,
        live: async (kill) => {
          const life = await live(child.path, { place, dataDir, outside, kill, confirmed });
          confirmed.push(...life.confirmed);
          return life;
        },
      };
    },
  };
}
