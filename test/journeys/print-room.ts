import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";

import type { Looking } from "./counter.ts";
import type { Hands } from "./hands.ts";

/** Opens everything that waits with the print room's key, prints it, and says that all of it was posted. */
export async function printAndPost(page: Page, baseUrl: string, hands: Hands, look: Looking): Promise<void> {
  const key = await keyOnAStick(baseUrl);
  await page.goto(`${baseUrl}/print-room`);
  await page.waitForLoadState("networkidle");
  await look("print room: the tray");
  await hands.press('form[action$="/batches/new"] button');
  await page.waitForURL(/\/print-room\/batches\/\d+$/);
  await page.waitForLoadState("networkidle");
  await look("print room: a batch");
  // A file dialogue is the operating system's; the browser takes the file from it.
  await page.locator('input[type="file"]').setInputFiles(key.file);
  await hands.fill('main input[type="password"]', key.passphrase);
  await hands.press('main form:has(input[type="password"]) button');
  await page.locator('a[href^="blob:"]').first().waitFor({ timeout: 60_000 });
  // The page reads the batch once more when its letters were handed out; what is counted before that is what was there before.
  await page.waitForLoadState("networkidle");
  await page.locator('form[action$="/settlement"] input[name="letters[]"]').first().waitFor({ state: "attached" });
  await look("print room: printed");
  const letters = await page.locator('form[action$="/settlement"] input[name="letters[]"]').count();
  await hands.tick('input[name="outcome"][value="all"]');
  await hands.fill('input[name="counted.posted"]', String(letters));
  await hands.fill('input[name="counted.spoilt"]', "0");
  await hands.press('form[action$="/settlement"] button');
  await page.locator('input[name="counted.posted"]').waitFor({ state: "detached" });
  await look("print room: posted");
}

/** The demonstration's key file as the print room's own folder would have it, and what opens it. */
export async function keyOnAStick(baseUrl: string): Promise<{ file: string; passphrase: string }> {
  const shown = await (await fetch(`${baseUrl}/simulators/print-room-key`)).text();
  const passphrase = /class="passphrase mono">([^<]+)</.exec(shown)?.[1] ?? "";
  const file = join(mkdtempSync(join(tmpdir(), "zegel-stick-")), "print-room-key.json");
  writeFileSync(file, await (await fetch(`${baseUrl}/simulators/print-room-key/file`)).text());
  return { file, passphrase };
}
