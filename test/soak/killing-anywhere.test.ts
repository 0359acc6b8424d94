import { randomInt } from "node:crypto";

import { expect, it } from "vitest";

import { doomedOffice } from "#test/support/killing/doomed-office.ts";

const STEPS = ["submit", "confirm", "decide", "take-effect", "at-home", "identify", "fulfil", "print", "install"];
/** And at least until it has died more than ten times. */
const FOR_MS = 60_000;

const office = doomedOffice();

it("an office that dies at any statement of any step, again and again, loses nothing and does nothing twice (P16)", { timeout: 1_200_000 }, async () => {
  const { live } = await office.settle();
  const ends = performance.now() + FOR_MS;
  let hits = 0;
  while (performance.now() < ends || hits <= 10) {
    const kill = { step: STEPS[randomInt(STEPS.length)] ?? "submit", at: randomInt(1, 26) };
    const life = await live(kill);
    const where = `${JSON.stringify(kill)} ${life.errors}`;
    // A step that has fewer statements ends by itself, and the request with it.
    if (life.signal === null) expect(life.code, where).toBe(0);
    else expect(life.signal, where).toBe("SIGKILL");
    expect(life.wrong ?? [], where).toEqual([]);
    hits += life.signal === "SIGKILL" ? 1 : 0;
  }
  const last = await live(null);
  expect(last, last.errors).toMatchObject({ code: 0, wrong: [] });
});
