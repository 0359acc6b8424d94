import type { Browser } from "playwright-core";
import { afterAll, beforeAll, inject } from "vitest";

import { openBrowser } from "#test/support/browser.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

/** A browser and a furnished office for the walks of one file: there once they begin, and closed after the last. */
export function oneOffice(): { readonly browser: Browser; readonly office: RunningOffice } {
  let [browser, office]: [Browser | null, RunningOffice | null] = [null, null];
  beforeAll(async () => {
    [browser, office] = await Promise.all([openBrowser(), startOffice({ furnished: inject("furnishedOffice") })]);
  });
  afterAll(async () => {
    await Promise.all([browser?.close(), office?.stop()]);
  });
  const there = <T>(one: T | null): T => {
    if (one === null) throw new Error("The walks have not begun.");
    return one;
  };
  return {
    get browser() {
      return there(browser);
    },
    get office() {
      return there(office);
    },
  };
}
