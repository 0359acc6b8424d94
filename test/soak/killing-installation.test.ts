import { expect, it } from "vitest";

import { doomedOffice } from "#test/support/killing/doomed-office.ts";

/** An installation has more statements than these: showing number and PIN, the leave, the intent, the signature stored. */
const FEWEST_DEATHS = 12;
/** And fewer than these, or it would never end. */
const MOST_DEATHS = 80;

/** The embedded database takes seconds to come back from each death: there each fourth statement is tried, on PostgreSQL all of them. */
const STRIDE = process.env["ZEGEL_TEST_DATABASE"] === "embedded" ? 4 : 1;

const office = doomedOffice();

it("an office that dies at each statement of an installation in turn has made the one certificate in the end, and nothing twice (P1, P3, P16)", { timeout: 1_500_000 }, async () => {
  const { live } = await office.settle();
  let deaths = 0;
  for (;;) {
    const life = await live({ step: "install", at: deaths * STRIDE + 1 });
    const where = `statement ${deaths * STRIDE + 1}: ${life.errors}`;
    expect(life.wrong ?? [], where).toEqual([]);
    if (life.signal === null) break;
    expect(life, where).toMatchObject({ signal: "SIGKILL", inHand: "install" });
    deaths += 1;
    expect(deaths).toBeLessThan(MOST_DEATHS);
  }
  expect(deaths).toBeGreaterThanOrEqual(FEWEST_DEATHS / STRIDE);
  const last = await live(null);
  expect(last, last.errors).toMatchObject({ code: 0, wrong: [] });
  console.info(`The office died ${deaths} times on its way through an installation.`);
});
