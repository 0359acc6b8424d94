import { join } from "node:path";
import { Worker } from "node:worker_threads";

import type { JudgingRoom, OpenJudgingRoom, Snapshot } from "#app/domain/definitions/backtest/ports.ts";
import type { Sides } from "#app/domain/definitions/backtest/sides.ts";
import type { Tally } from "#app/domain/definitions/backtest/tally.ts";

/** Judges in a thread of its own, one for each back-test that runs: nobody at a page waits for a million judgements. `root` is the installation. */
export function makeJudgingRoom(root: string): JudgingRoom {
  return { open: async (sides) => openRoom(join(root, "app/adapters/judging/room.js"), sides) };
}

function openRoom(file: string, sides: Sides): OpenJudgingRoom {
  // No environment: there is nothing in it that rules need.
  const room = new Worker(file, { workerData: sides, env: {}, resourceLimits: { maxOldGenerationSizeMb: 512 } });
  let gone: Error | null = null;
  let waiting: { done: (tally: Tally) => void; failed: (reason: Error) => void } | null = null;
  const lose = (reason: Error) => {
    gone ??= reason;
    waiting?.failed(gone);
    waiting = null;
  };
  room.on("error", (error) => lose(error instanceof Error ? error : new Error("The judging room failed.")));
  room.on("exit", () => lose(new Error("The judging room is closed.")));
  room.on("message", (tally: Tally) => {
    waiting?.done(tally);
    waiting = null;
  });
  return {
    judge: (snapshots: readonly Snapshot[]) =>
      new Promise((done, failed) => {
        if (gone) return failed(gone);
        waiting = { done, failed };
        room.postMessage(snapshots);
      }),
    close: async () => {
      await room.terminate();
    },
  };
}
