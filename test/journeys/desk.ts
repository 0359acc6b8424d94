import type { Page } from "playwright-core";

import type { Looking } from "./counter.ts";
import type { Hands } from "./hands.ts";

/** Signs in as one of the demonstration's people. */
export async function signIn(page: Page, baseUrl: string, hands: Hands, name: string): Promise<void> {
  await page.goto(`${baseUrl}/sign-in`);
  const id = await page.locator("button[name=staffId]", { hasText: name }).getAttribute("value");
  await hands.press(`button[name="staffId"][value="${id}"]`);
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  await page.waitForLoadState("networkidle");
}

/** Finds a request by its reference, as somebody who has it on the phone would. */
export async function findRequest(page: Page, baseUrl: string, reference: string, look: Looking): Promise<void> {
  await page.goto(`${baseUrl}/desk?view=all&q=${encodeURIComponent(reference)}`);
  await look("queue");
  await page.getByRole("link", { name: reference }).first().click();
  await page.waitForURL(/\/desk\/requests\//);
  await page.waitForLoadState("networkidle");
}

/** Takes the request in hand and approves it, or proposes so where the rules ask for four eyes. */
export async function claimAndApprove(page: Page, hands: Hands, look: Looking): Promise<void> {
  await look("request");
  await hands.press('form[action$="/claim"] button');
  await page.locator('input[name="outcome"]').first().waitFor({ state: "attached" });
  await look("request in hand");
  await hands.tick('input[name="outcome"][value="approve"]');
  await hands.press('form[action$="/decision"] button:not([name])');
  await page.locator('form[action$="/decision"]').waitFor({ state: "detached" });
  await look("decided");
}

/** Takes the request in hand and rejects it with a reason of the list. */
export async function claimAndReject(page: Page, hands: Hands, reason: string, look: Looking): Promise<void> {
  await hands.press('form[action$="/claim"] button');
  await page.locator('input[name="outcome"]').first().waitFor({ state: "attached" });
  await hands.tick('input[name="outcome"][value="reject"]');
  await hands.choose('select[name="reasonCode"]', reason);
  await look("rejecting");
  await page.locator('form[action$="/decision"] button:visible').last().click();
  await page.locator('form[action$="/decision"]').waitFor({ state: "detached" });
}
