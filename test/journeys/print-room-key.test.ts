import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { keyOnAStick } from "./print-room.ts";

let browser: Browser;
let office: RunningOffice;
const dataDir = mkdtempSync(join(tmpdir(), "zegel-keys-"));
/** An office with letters in the tray. */
const HOME = { dataDir, env: { ZEGEL_WORLD: "busy-office" } };

beforeAll(async () => {
  [browser, office] = await Promise.all([openBrowser(), startOffice(HOME)]);
});
afterAll(async () => {
  await Promise.all([browser.close(), office.stop()]);
  rmSync(dataDir, { recursive: true, force: true });
});

/** Somebody puts the key file away where nobody finds it again: the demonstration makes another one at its next start. */
async function restartWithAnotherKey(): Promise<void> {
  await office.stop();
  const keyFile = join(dataDir, "demonstration/print-room-key.json");
  renameSync(keyFile, `${keyFile}.${Date.now()}`);
  office = await startOffice(HOME);
}

describe("the print room's key", () => {
  test.each([
    ["nl", 1280, bothHands],
    ["en", 360, keyboardAlone],
  ] as const)("is replaced, and lost, in %s at %i", async (language, width, handsOf) => {
    await restartWithAnotherKey();
    const { page, look, complaints } = await onlooker(browser, "print-room-key", { language, width });
    const hands = handsOf(page);
    const goto = async (path: string) => {
      await page.goto(`${office.baseUrl}${path}`);
      await page.waitForLoadState("networkidle");
    };
    const inTray = () => page.locator("main table").first().locator("tbody tr").count();

    await signIn(page, office.baseUrl, hands, "Noor Visser");
    await goto("/print-room");
    await look("letters for a former key");
    const former = (await page.locator('main section:has(form[action$="/batches/new"]) p .font-mono').first().innerText()).trim();
    const waiting = await inTray();
    expect(waiting).toBeGreaterThan(0);

    await hands.press('form[action$="/batches/new"] button');
    await page.waitForURL(/\/print-room\/batches\/\d+$/);
    await page.waitForLoadState("networkidle");
    const batch = new URL(page.url()).pathname;
    const key = await keyOnAStick(office.baseUrl);
    await page.locator('input[type="file"]').setInputFiles(key.file);
    await hands.fill('main input[type="password"]', key.passphrase);
    await hands.press('main form:has(input[type="password"]) button');
    await page.locator('main [role="alert"]').waitFor();
    expect(await page.locator('main [role="alert"]').innerText()).toContain(former);
    await look("a batch and the wrong key file");

    await goto("/print-room/keys");
    await look("the keys");
    await hands.press('main a[href$="/loss"]');
    await page.waitForURL(/\/loss$/);
    await page.waitForLoadState("networkidle");
    await look("before the loss");
    await hands.press('main form button[type="submit"]');
    await page.locator('[aria-invalid="true"]').first().waitFor();
    await look("no reason");
    await hands.fill('textarea[name="reason"]', "De stick ligt niet meer in de kluis.");
    await hands.press('main form button[type="submit"]');
    await page.waitForURL(/\?lost=/);
    await look("a key is lost");

    // Also those of the batch that Noor had made before, and never opened.
    await expect.poll(async () => (await goto("/print-room"), inTray()), { timeout: 60_000 }).toBeGreaterThanOrEqual(waiting);
    expect(await page.locator("main").innerText()).toContain(former);
    await look("new letters under the new key");
    await goto(batch);
    expect(await page.locator("main").innerText()).toContain(former);
    await look("the batch that nobody opened");
    expect(complaints).toEqual([]);
  }, 240_000);
});
