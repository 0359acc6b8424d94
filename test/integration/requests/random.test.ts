import fc from "fast-check";
import { beforeAll, expect, it } from "vitest";

import { openOffice, type TestOffice } from "#test/support/office.ts";
import { randomTries, walk, type Reached } from "#test/support/random-walk.ts";

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
  await office.made.queue.stop(5);
});

it("whatever anybody tries in whatever order, alone or in bulk: nobody approves their own act, what leads back voids approvals, nothing happens without a trace, and the trail replays to the same state (P5, P7)", { timeout: 300_000 }, async () => {
  const reached: Reached = new Map();
  // Always the same three hundred and thirty tries here; the soak takes others each time.
  await fc.assert(fc.asyncProperty(randomTries(55), (tries) => walk(office, tries, reached)), { numRuns: 6, seed: 20_261_116, endOnFailure: true });
  for (const what of ["claim", "approve", "second-approve", "decisions leave", "identify as somebody else", "undo", "object", "answer", "claim in bulk", "reject in bulk"]) expect(reached.get(what) ?? 0, what).toBeGreaterThan(0);
});
