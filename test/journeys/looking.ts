import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { Browser, Page } from "playwright-core";

import { aPerson, expectNoAxeFindings, expectNoSidewaysScroll, type OwnCertificate } from "#test/support/browser.ts";

import type { Looking } from "./counter.ts";

/** Where pictures of every page go, for whoever wants to look: `ZEGEL_PICTURES=folder`. */
const PICTURES = process.env["ZEGEL_PICTURES"];

/** Somebody with a browser of their own who looks at every page: nothing that axe finds, nothing wider than the window. */
export async function onlooker(browser: Browser, name: string, options: { language: "nl" | "en"; width: number; certificate?: OwnCertificate }): Promise<{ page: Page; look: Looking; complaints: string[] }> {
  const { page, complaints } = await aPerson(browser, options);
  let seen = 0;
  const look: Looking = async (where) => {
    seen += 1;
    // From the top: a control that is half under the bar that stays in sight is too small for axe, and one key press away for a person.
    const from = await page.evaluate(() => {
      const { scrollY } = window;
      window.scrollTo({ top: 0, behavior: "instant" });
      return scrollY;
    });
    if (PICTURES) {
      mkdirSync(PICTURES, { recursive: true });
      await page.screenshot({ path: join(PICTURES, `${name}-${options.language}-${options.width}-${String(seen).padStart(2, "0")}-${where.replace(/\W+/g, "-")}.png`), fullPage: true });
    }
    await expectNoAxeFindings(page, where);
    await expectNoSidewaysScroll(page, where);
    await page.evaluate((top) => window.scrollTo({ top, behavior: "instant" }), from);
  };
  return { page, look, complaints };
}
