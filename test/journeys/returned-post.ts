import type { Page } from "playwright-core";

import type { Looking } from "./counter.ts";
import type { Hands } from "./hands.ts";

/** Registers a letter that came back, after a slip of the pen. */
export async function registerReturn(page: Page, baseUrl: string, reference: string, hands: Hands, look: Looking): Promise<void> {
  await page.goto(`${baseUrl}/returned-post`);
  await page.waitForLoadState("networkidle");
  await look("returned post: nothing yet");
  await hands.fill('input[name="reference"]', "B-99999999");
  await hands.press('form[action="/returned-post"] button');
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await look("returned post: an unknown letter");
  await hands.choose('select[name="reason"]', "opened");
  await hands.fill('input[name="reference"]', reference.toLowerCase());
  await hands.press('form[action="/returned-post"] button');
  await page.waitForURL(/registered=/);
  await look("returned post: registered");
}

/** Deals with it: the address was checked, and a new letter goes. */
export async function sendAgain(page: Page, baseUrl: string, hands: Hands, look: Looking): Promise<void> {
  await page.goto(`${baseUrl}/returned-post`);
  await page.waitForLoadState("networkidle");
  await hands.press('button[name="outcome"][value="sent-again"]');
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await look("returned post: nothing said");
  await hands.fill('textarea[name="note"]', "Gebeld met de praktijk, het adres klopt.");
  await hands.press('button[name="outcome"][value="sent-again"]');
  await page.waitForURL(/closed=sent-again/);
  await look("returned post: dealt with");
}
