import { describe, expect, it } from "vitest";

import { compose } from "#app/composition.server.ts";
import { simulatorSettings } from "#app/simulators/settings.ts";
import { makeSweeps } from "#app/worker.server.ts";
import { freshDatabase } from "#test/support/database.ts";
import { dataFolder, settingsFor, testKeys } from "#test/support/stage.ts";

const DAY_MS = 86_400_000;

describe("a process beside the one in which the demonstration's clock is moved", () => {
  it("has the new time at its next tick, and never goes back", async () => {
    const database = await freshDatabase();
    const settings = settingsFor(await testKeys(), { officeUrl: "http://localhost:3000", settings: simulatorSettings({ port: 1, smtpPort: 1 }) }, dataFolder());
    const [web, worker] = [await compose({ database, close: async () => undefined }, settings), await compose({ database, close: async () => undefined }, settings)];
    const tomorrow = new Date(Date.now() + DAY_MS);
    await web.movable?.moveTo(tomorrow);
    expect(worker.clock.now().getTime()).toBeLessThan(tomorrow.getTime());
    const sweeps = makeSweeps(worker);
    await sweeps.tick();
    expect(worker.clock.now().getTime()).toBeGreaterThanOrEqual(tomorrow.getTime());
    await worker.movable?.moveTo(new Date());
    await web.keepUp();
    await sweeps.tick();
    await sweeps.stop();
    for (const one of [web, worker]) expect(one.clock.now().getTime()).toBeGreaterThanOrEqual(tomorrow.getTime());
  });
});
