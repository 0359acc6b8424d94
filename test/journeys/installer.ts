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
  const make = 'main button[type="button"]';
  await page.locator(make).first().waitFor();
  await page.waitForLoadState("networkidle");
  await look("install: make the key");
  await hands.press(make);
  await page.locator('input[name="password"]').waitFor({ timeout: 120_000 });
  await look("install: password");
  await hands.fill('input[name="password"]', PASSWORD);
  await hands.fill('input[name="repeat"]', PASSWORD);
  await hands.press('form:has(input[name="password"]) button[type="submit"]');
  await page.locator("a[download]").waitFor({ timeout: 60_000 });
  await look("install: the file");
  const downloading = page.waitForEvent("download");
  await hands.press("a[download]");
  const bytes = readFileSync(await (await downloading).path());
  await hands.press('form[action="/install/saved"] button');
  await page.locator('form[action="/install/saved"]').waitFor({ state: "detached" });
  await look("install: open it on this device");
  return bytes;
}
