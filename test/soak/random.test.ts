import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";

import { openOffice, type TestOffice } from "#test/support/office.ts";
import { randomTries, walk, type Reached } from "#test/support/random-walk.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
  await office.made.queue.stop(5);
});

it("thousands of tries by all roles, others each time, each replayed from the trail (P5, P7)", { timeout: 1_700_000 }, async () => {
  const reached: Reached = new Map();
  await fc.assert(fc.asyncProperty(randomTries(100), (tries) => walk(office, tries, reached)), { numRuns: 80, endOnFailure: true, interruptAfterTimeLimit: 1_200_000 });
  for (const what of ["identify", "confirm ruling", "reject", "refuse identity", "cancel", "second-return", "take-over", "ask in bulk"]) expect(reached.get(what) ?? 0, what).toBeGreaterThan(0);
});
