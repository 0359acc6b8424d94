import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";
import { crowdedFolder } from "#test/support/crowded-office.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

import type { Looking } from "./counter.ts";
import { signIn } from "./desk.ts";
import { type Hands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { walks } from "./walks.ts";

let browser: Browser;
let office: RunningOffice;
let folder: Awaited<ReturnType<typeof crowdedFolder>>;

beforeAll(async () => {
  folder = await crowdedFolder(inject("furnishedOffice"), 12);
  [browser, office] = await Promise.all([openBrowser(), startOffice({ dataDir: folder.dataDir })]);
});
afterAll(async () => {
  await Promise.all([browser.close(), office.stop()]);
  folder.remove();
});

const REQUEST = /\/desk\/requests\/[0-9a-f-]{36}$/;
const DECIDE = 'form[action*="/decision"] button:not([formaction])';
const USER_MENU = 'header details:has(form[action="/sign-out"]) > summary';

/** A day at the desk for who has no mouse: nothing here clicks, and after the first no address is typed. */
function dayOf(page: Page) {
  const hands = keyboardAlone(page);
  const settled = () => page.waitForLoadState("networkidle");
  const key = (...keys: string[]) => keys.reduce((before, one) => before.then(() => page.keyboard.press(one)), Promise.resolve());
  const path = () => new URL(page.url()).pathname;

  /** What had the focus may be gone after an act; then the focus is somewhere on the page that came, and not lost. */
  const focused = () => page.waitForFunction(() => document.activeElement !== null && document.activeElement !== document.body, undefined, { timeout: 5000 });
  /** The title of the page that came is said aloud, once it stands there; the address changes a little earlier. */
  const voice = () => page.locator("header > [aria-live]").textContent();
  const comesTo = async (where: RegExp, act: () => Promise<void>) => {
    const before = await voice();
    await act();
    await page.waitForFunction((last) => ![last, ""].includes(document.querySelector("header > [aria-live]")?.textContent ?? ""), before);
    expect(path()).toMatch(where);
    await settled();
    expect(await voice()).toBe(await page.title());
    await focused();
  };
  /** Another list at the same address. */
  const shows = async (view: string) => {
    await hands.press(`main nav a[href*="view=${view}"]`);
    await page.locator(`main nav a[href*="view=${view}"][aria-current="page"]`).waitFor();
    await settled();
  };
  const reference = async () => /ZG-\d+/.exec(await page.locator("h1").innerText())?.[0] ?? "";

  return {
    hands,
    key,
    path,
    focused,
    comesTo,
    reference,
    settled,
    shows,
    /** A request in hand, ready for a decision. */
    opens: (act: () => Promise<void>) => comesTo(REQUEST, act).then(() => page.locator('input[name="outcome"]').first().waitFor({ state: "attached" })),
    /** The key goes to the decision; arrows choose. */
    chooses: async (outcome: "approve" | "reject" | "ask") => {
      await key("e");
      for (let presses = 0; presses < 3 && !(await page.locator(`#outcome--${outcome}`).isChecked()); presses += 1) await key("ArrowDown");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe(`outcome--${outcome}`);
    },
    /** Nothing of the request before is left in the form of the next, and no second Enter decides it. */
    isFresh: async () => {
      expect(await page.locator("#outcome--approve").isChecked()).toBe(true);
      expect(await page.locator('textarea[name="note"]').inputValue()).toBe("");
      expect(await page.evaluate(() => document.activeElement?.closest("form")?.getAttribute("action") ?? "no form")).toBe("no form");
    },
    signsOut: async () => {
      await hands.press(USER_MENU);
      await hands.press('form[action="/sign-out"] button');
      await page.waitForURL(/\/sign-in/);
      await settled();
    },
  };
}

/** The single keys are switched off, do nothing, and are on again (WCAG 2.1.4). */
async function withoutSingleKeys(page: Page, { hands, key, path, focused, comesTo }: ReturnType<typeof dayOf>): Promise<void> {
  await key("?");
  await hands.press('dialog[open] button[name="singleKeys"][value="off"]');
  await page.locator('dialog[open] button[value="on"]').waitFor();
  await focused();
  await key("Escape");
  const before = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80));
  for (const one of ["j", "x", "/", "n", "?"]) await key(one);
  await page.waitForTimeout(300);
  expect(path()).toBe("/desk");
  expect(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80))).toBe(before);
  expect(await page.locator("dialog[open], [data-pick]:checked").count()).toBe(0);
  await hands.press(USER_MENU);
  await comesTo(/^\/keys$/, () => hands.press('header a[href="/keys"]'));
  await hands.press('main button[name="singleKeys"][value="on"]');
  await page.locator('main button[value="off"]').waitFor();
}

async function firstRow(page: Page, { key }: { key: (...keys: string[]) => Promise<void> }): Promise<string> {
  await key("j");
  return page.evaluate(() => (document.activeElement?.matches("[data-queue-link]") ? document.activeElement.innerHTML : "not a row"));
}

async function openMenu(page: Page, hands: Hands): Promise<void> {
  const folded = "header details:has(nav) > summary";
  if (await page.locator(folded).isVisible()) await hands.press(folded);
}

/** Signs in, takes the next, approves it, and takes that back within the seconds. Answers which it was, in hand again. */
async function approveAndTakeBack(page: Page, look: Looking, day: ReturnType<typeof dayOf>): Promise<string> {
  const { hands, key, opens, chooses, comesTo } = day;
  await signIn(page, office.baseUrl, hands, "Sanne Mulder");
  await look("own work");
  await opens(() => key("n"));
  const approved = await day.reference();
  await look("the next in hand");
  await chooses("approve");
  await opens(() => key("Enter"));
  await comesTo(REQUEST, () => key("u"));
  expect(await day.reference()).toBe(approved);
  await page.locator("#outcome--approve").waitFor({ state: "attached" });
  await look("taken back");
  return approved;
}

async function dayInDutch(): Promise<void> {
  const { page, look, complaints } = await onlooker(browser, "day", { language: "nl", width: 1280 });
  const day = dayOf(page);
  const { hands, key, opens, chooses, comesTo, focused } = day;
  await approveAndTakeBack(page, look, day);
  await chooses("approve");
  await comesTo(REQUEST, () => key("Enter"));
  await look("decided, and the next open");

  // Rejected with a reason of the list; first without, which is refused and said.
  const rejected = await day.reference();
  await chooses("reject");
  await key("Enter");
  await page.locator('[role="alert"]').waitFor();
  await focused();
  await look("no reason chosen");
  await chooses("reject");
  await hands.choose('select[name="reasonCode"]', "DUPLICATE");
  await hands.fill('textarea[name="note"]', "Dezelfde aanvraag kwam gisteren ook.");
  await look("rejecting");
  await opens(() => hands.press(DECIDE));
  expect(await day.reference()).not.toBe(rejected);
  await day.isFresh();

  // A question to the applicant.
  const asked = await day.reference();
  await chooses("ask");
  await key("Enter");
  await page.locator('textarea[name="question"][aria-invalid="true"]').waitFor();
  await focused();
  await look("no question typed");
  await hands.fill('textarea[name="question"]', "Vanaf welke dag werkt de gebruiker bij u?");
  await look("asking");
  await opens(() => hands.press('button[formaction*="/question"]'));

  // The one in hand goes back; found again by its reference, in both ways.
  await hands.press('form[action*="/release"] button');
  await page.locator('form[action*="/claim"]').waitFor();
  await focused();
  await look("put back");
  await key("a");
  await page.locator("#outcome--approve").waitFor({ state: "attached" });
  await focused();
  await key("Control+K");
  await page.keyboard.type(rejected);
  await page.locator('dialog [role="option"][aria-selected="true"]', { hasText: rejected }).waitFor();
  await look("everything by name");
  await comesTo(REQUEST, () => key("Enter"));
  expect(await day.reference()).toBe(rejected);
  await look("rejected");
  await key("/");
  await page.keyboard.type(asked);
  await comesTo(/^\/desk$/, () => key("Enter"));
  await look("found by its reference");
  expect(await firstRow(page, day)).toContain(asked);
  await comesTo(REQUEST, () => key("Enter"));
  await look("waits for the applicant");
  await hands.fill('form[action*="/notes"] textarea', "Gebeld: antwoord volgt morgen.");
  await hands.press('form[action*="/notes"] button');
  await page.locator("#notes li", { hasText: "antwoord volgt" }).waitFor();
  await focused();

  // Two at once.
  await comesTo(/^\/desk$/, () => hands.press('nav a[href="/desk"]'));
  await day.shows("unassigned");
  await key("j", "j", "k", "x", "j", "x");
  expect(await page.locator("[data-pick]:checked").count()).toBe(2);
  await look("two ticked");
  await comesTo(/\/desk\/bulk\/[0-9a-f-]{36}$/, () => hands.press("#bulk button:not([name])"));
  await hands.tick("#act--claim");
  await look("choose an act");
  await hands.press('form[action$="/plan"] button');
  await page.locator('form[action$="/start"]').waitFor();
  await day.settled();
  await focused();
  await look("who takes part");
  await hands.press('form[action$="/start"] button');
  await page.locator('main [data-stage="ended"]').waitFor();
  await focused();
  expect(await page.locator("main [role=status]").innerText()).toBe("Alle 2 aanvragen zijn gedaan.");
  await look("both done");

  // A list of one's own.
  await comesTo(/^\/desk$/, () => hands.press('nav a[href="/desk"]'));
  await day.shows("all");
  await hands.choose("#filter-status", "in-review");
  await hands.press("form:has(#filter-status) button");
  await page.getByText("Stand: In beoordeling").waitFor();
  await day.settled();
  await focused();
  await look("narrowed");
  await hands.press("details:has(#view-name) > summary");
  await hands.fill("#view-name", "Wat ik nu doe");
  await look("save as a view");
  await hands.press('form:has(#view-name) button[type="submit"]');
  const saved = page.locator("main nav a", { hasText: "Wat ik nu doe" });
  await saved.waitFor();
  await focused();
  expect(Number(await saved.locator("span").last().innerText())).toBeGreaterThanOrEqual(3);
  await look("saved");

  // The other pages of the day, by the menu.
  await comesTo(/^\/intake$/, () => hands.press('nav a[href="/intake"]'));
  await look("post");
  await comesTo(/^\/customers$/, () => hands.press('nav a[href="/customers"]'));
  await look("customers");
  expect(await firstRow(page, day)).not.toBe("not a row");
  await comesTo(/^\/customers\/./, () => key("Enter"));
  await look("a customer");

  await comesTo(/^\/desk$/, () => hands.press('nav a[href="/desk"]'));
  await key("?");
  await page.locator("dialog[open] kbd").first().waitFor();
  await look("the keys");
  await key("Escape");
  await withoutSingleKeys(page, day);
  await look("the keys, on a page");
  await day.signsOut();
  await look("signed out");
  expect(complaints).toEqual([]);
}

async function dayInEnglish(): Promise<void> {
  const { page, look, complaints } = await onlooker(browser, "day", { language: "en", width: 360 });
  const day = dayOf(page);
  const { hands, key, chooses, comesTo } = day;
  const approved = await approveAndTakeBack(page, look, day);
  await chooses("reject");
  await hands.choose('select[name="reasonCode"]', "DUPLICATE");
  await look("rejecting");
  await comesTo(REQUEST, () => hands.press(DECIDE));
  await day.isFresh();
  await look("decided, and the next open");
  await key("Control+K");
  await page.keyboard.type(approved);
  await page.locator('dialog [role="option"][aria-selected="true"]', { hasText: approved }).waitFor();
  await look("everything by name");
  await comesTo(REQUEST, () => key("Enter"));
  await key("/");
  await page.keyboard.type(approved);
  await comesTo(/^\/desk$/, () => key("Enter"));
  await look("found by its reference");
  await hands.press("details:has(#filter-q) > summary");
  await look("views and filters");
  for (const to of ["/intake", "/customers", "/desk"]) {
    await openMenu(page, hands);
    if (to === "/intake") await look("the menu");
    await comesTo(new RegExp(`^${to}$`), () => hands.press(`header nav a[href="${to}"]`));
    await look(to.slice(1));
  }
  await key("?");
  await page.locator("dialog[open] kbd").first().waitFor();
  await look("the keys");
  await key("Escape");
  await withoutSingleKeys(page, day);
  await look("the keys, on a page");
  await day.signsOut();
  await look("signed out");
  expect(complaints).toEqual([]);
}

describe("a day at the desk (desk points 1, 5, 9 and 20)", () => {
  test.each(walks([
    ["in Dutch", dayInDutch],
    ["on a narrow screen in English", dayInEnglish],
  ]))("is done with the keyboard alone, %s", (_where, day) => day());
});
