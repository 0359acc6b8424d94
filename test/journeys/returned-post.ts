import type { Page } from "playwright-core";
import { expect } from "vitest";

import type { Looking } from "./counter.ts";
import type { Hands } from "./hands.ts";

/** Looks up a letter that came back, after a slip of the pen, sees whose it is, says what happened, and registers it. */
export async function registerReturn(page: Page, baseUrl: string, reference: string, hands: Hands, look: Looking): Promise<void> {
  await page.goto(`${baseUrl}/returned-post`);
  await page.waitForLoadState("networkidle");
  await look("returned post: nothing yet");
  await hands.fill('input[name="letter"]', "B-99999999");
  await hands.press('form[action="/returned-post"][role="search"] button');
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await look("returned post: an unknown letter");
  await hands.fill('input[name="letter"]', reference.toLowerCase());
  await hands.press('form[action="/returned-post"][role="search"] button');
  await page.locator("#found-letter").waitFor();
  expect(await page.locator('input[name="reason"]:checked').count()).toBe(0);
  await look("returned post: whose letter it is");
  await hands.press('form[action^="/returned-post?letter="] button');
  await page.locator("#reason--error").waitFor();
  await look("returned post: no reason chosen");
  await hands.tick('input[name="reason"][value="opened"]');
  await hands.press('form[action^="/returned-post?letter="] button');
  await page.waitForURL(/registered=/);
  await look("returned post: registered");
  await page.goto(`${baseUrl}/returned-post?letter=${reference}`);
  await look("returned post: registered before");
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
