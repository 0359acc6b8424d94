import { readFileSync } from "node:fs";

import type { Page } from "playwright-core";

import type { Looking } from "./counter.ts";
import type { Hands } from "./hands.ts";

export const PASSWORD = "wächtwoord van Zoë";

/** Installs with number and PIN; answers the bytes of the `.p12` as the browser saved it. */
export async function install(page: Page, baseUrl: string, secret: { userNumber: string; pin: string }, hands: Hands, look: Looking): Promise<Uint8Array> {
  await page.goto(`${baseUrl}/install`);
  await page.waitForLoadState("networkidle");
  await look("install: number and PIN");
  await hands.fill('input[name="userNumber"]', secret.userNumber);
  await hands.fill('input[name="pin"]', secret.pin);
  await hands.press('main form:has(input[name="pin"]) button[type="submit"]');
  await page.locator(MAKE).first().waitFor();
  await page.waitForLoadState("networkidle");
  await look("install: make the key");
  const bytes = await downloadKeystore(page, hands, look);
  await look("install: open it on this device");
  return bytes;
}

const MAKE = 'main button[type="button"]';
/** Beside it there may be the certificate as PEM. */
const FILE = 'a[download][href^="blob:"]';

/** From the page that makes the key to the one that says how to open the file; answers its bytes. */
export async function downloadKeystore(page: Page, hands: Hands, look: Looking): Promise<Uint8Array> {
  await hands.press(MAKE);
  await page.locator('input[name="password"]').waitFor({ timeout: 120_000 });
  await look("install: password");
  await hands.fill('input[name="password"]', PASSWORD);
  await hands.fill('input[name="repeat"]', PASSWORD);
  await hands.press('form:has(input[name="password"]) button[type="submit"]');
  await page.locator(FILE).waitFor({ timeout: 60_000 });
  await look("install: the file");
  const downloading = page.waitForEvent("download");
  await hands.press(FILE);
  const bytes = readFileSync(await (await downloading).path());
  await hands.press("main form button:not([disabled])");
  await page.locator("main details summary").first().waitFor();
  return bytes;
}
