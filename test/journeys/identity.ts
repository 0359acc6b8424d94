import type { Page } from "playwright-core";

import type { Looking } from "./counter.ts";
import type { Hands } from "./hands.ts";

/** Confirms the request and goes to a bank; ends on the bank's own page. */
export async function confirmAndGoToBank(page: Page, link: string, hands: Hands, look: Looking): Promise<void> {
  await page.goto(link);
  await look("asked to identify");
  await hands.press('main form[method="post"] button[type="submit"]');
  await page.waitForURL(/\/bank$/);
  await page.waitForLoadState("networkidle");
  await look("choose a bank");
  await hands.tick('input[name="issuerId"]');
  await hands.press("main form:has(input[name=issuerId]) button");
  await page.waitForURL(/\/simulators\/bank\//);
  await look("at the bank");
}

/** Logs in at the bank as one of its customers; `persona` is how the bank answers. */
export async function logInAtBank(page: Page, hands: Hands, customer: string, persona: string): Promise<void> {
  await hands.choose("select#customer", customer);
  await hands.tick(`input[name="persona"][value="${persona}"]`);
  await hands.press('button[type="submit"].wide');
  await page.waitForURL(/\/identify\//);
  await page.waitForLoadState("networkidle");
}
