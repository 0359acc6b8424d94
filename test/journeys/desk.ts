import type { Page } from "playwright-core";

import type { Looking } from "./counter.ts";
import type { Hands } from "./hands.ts";
import { eventually } from "./outside.ts";

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
  // On a phone what stands above the list folds when the page is taken over, and the list moves under the finger.
  await page.waitForLoadState("networkidle");
  await look("queue");
  await page.locator('main a[href*="/desk/requests/"]', { hasText: reference }).first().click();
  await page.waitForURL(/\/desk\/requests\//);
  await page.waitForLoadState("networkidle");
}

/** Reads the user number of a colleague off a request about them that waits at the desk of the demonstration's world. */
export async function userNumberOf(page: Page, baseUrl: string, surname: string): Promise<string> {
  await page.goto(`${baseUrl}/desk?view=all&q=${encodeURIComponent(surname)}`);
  await page.waitForLoadState("networkidle");
  await page.locator("main tbody a").first().click();
  const number = page.locator("main dd", { hasText: /^9\d{13}$/ });
  await number.waitFor();
  return number.innerText();
}

/** Leaves a note for colleagues. */
export async function writeNote(page: Page, hands: Hands, text: string): Promise<void> {
  await hands.fill('form[action*="/notes"] textarea[name="text"]', text);
  await hands.press('form[action*="/notes"] button[type="submit"]');
  await page.locator("#notes li, #notes article, #notes p").filter({ hasText: text.slice(0, 6) }).first().waitFor();
}

/** Takes the request in hand and approves it, or proposes so where the rules ask for four eyes. */
export async function claimAndApprove(page: Page, hands: Hands, look: Looking): Promise<void> {
  await look("request");
  await hands.press('form[action*="/claim"] button');
  await page.locator('input[name="outcome"]').first().waitFor({ state: "attached" });
  await look("request in hand");
  await hands.tick('input[name="outcome"][value="approve"]');
  await hands.press('form[action*="/decision"] button:not([name])');
  await page.locator('form[action*="/decision"]').waitFor({ state: "detached" });
  await look("decided");
}

const TASKS = 'form[action*="/tasks"]';

/** Looks again at the request that is shown until there is something to do by hand. */
export async function untilTasked(page: Page): Promise<void> {
  await eventually(async () => {
    if ((await page.locator(TASKS).count()) > 0) return true;
    await page.reload();
    return null;
  }, "a task to do by hand");
}

/** Ticks off what there was to do by hand for the request that is shown. */
export async function tickOff(page: Page, hands: Hands, note: string, look: Looking): Promise<void> {
  await untilTasked(page);
  const form = TASKS;
  await look("by hand");
  await hands.fill(`${form} textarea[name="note"]`, note);
  await hands.press(`${form} button`);
  await page.locator(form).waitFor({ state: "detached" });
}

/** The second pair of eyes agrees. */
export async function agree(page: Page, hands: Hands, look: Looking): Promise<void> {
  await look("second check");
  await hands.press('form[action*="/second-check"] button[value="approve"]');
  await page.locator('form[action*="/second-check"]').waitFor({ state: "detached" });
}

/** Takes the request in hand and rejects it with a reason of the list. */
export async function claimAndReject(page: Page, hands: Hands, reason: string, look: Looking): Promise<void> {
  await hands.press('form[action*="/claim"] button');
  await page.locator('input[name="outcome"]').first().waitFor({ state: "attached" });
  await hands.tick('input[name="outcome"][value="reject"]');
  await hands.choose('select[name="reasonCode"]', reason);
  await look("rejecting");
  await page.locator('form[action*="/decision"] button:visible').last().click();
  await page.locator('form[action*="/decision"]').waitFor({ state: "detached" });
}
