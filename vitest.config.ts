import { availableParallelism } from "node:os";

import { defineConfig } from "vitest/config";

/** Files that whoever starts the run keeps for another: `scripts/test-run.mjs`. */
const leftOut = (process.env["ZEGEL_TESTS_LEFT_OUT"] ?? "").split(" ").filter(Boolean);

// The Remix plugin stays out of here: tests import the modules as they are.
export default defineConfig({
  test: {
    // Vitest leaves one core to itself, which is half of a machine with two.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: ["test/integration/**", "test/journeys/**", "test/soak/**", ...leftOut],
          setupFiles: "test/support/after-each-file.ts",
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          exclude: leftOut,
          globalSetup: "test/support/shared-of-run.ts",
          setupFiles: "test/support/after-each-file.ts",
          // Reading the whole office anew for every file would take as long as a third of the tests. No module of it keeps anything.
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "journeys",
          include: ["test/journeys/**/*.test.ts"],
          globalSetup: "test/support/furnished-office.ts",
          setupFiles: "test/support/after-each-file.ts",
          // The longest takes two minutes of a machine of its own, and three times as long where much else runs.
          testTimeout: 600_000,
          hookTimeout: 300_000,
          // What a page comes to is waited for as long as its parts are: a busy machine answers later than in the second that is usual.
          expect: { poll: { timeout: 45_000 } },
        },
      },
      {
        test: {
          name: "soak",
          include: ["test/soak/**/*.test.ts"],
          globalSetup: "test/support/shared-of-run.ts",
          setupFiles: "test/support/after-each-file.ts",
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
