import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { aPerson, openBrowser } from "#test/support/browser.ts";
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
    /** The key goes to the decision, of which nothing is chosen beforehand; space and arrows choose. */
    chooses: async (outcome: "approve" | "reject" | "ask") => {
      await key("e");
      if (outcome === "approve") await key("Space");
      for (let presses = 0; presses < 3 && !(await page.locator(`#outcome--${outcome}`).isChecked()); presses += 1) await key("ArrowDown");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe(`outcome--${outcome}`);
    },
    /** Nothing of the request before is left in the form of the next, and no second Enter decides it. */
    isFresh: async () => {
      expect(await page.locator('input[name="outcome"]:checked').count()).toBe(0);
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

/** Enter without a choice decides nothing, and says what to choose; what was typed is still there. */
async function withoutChoosing(page: Page, look: Looking, { key, focused, hands }: ReturnType<typeof dayOf>, sentence: string): Promise<void> {
  const leaveField = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await hands.fill('form[action*="/decision"] textarea[name="note"]', "Eerst nog kijken.");
  await leaveField();
  await key("e");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("outcome--approve");
  expect(await page.locator('input[name="outcome"]:checked').count()).toBe(0);
  await key("Enter");
  await page.locator('[role="alert"] a[href="#outcome"]', { hasText: sentence }).waitFor();
  await focused();
  expect(await page.locator('form[action*="/decision"] textarea[name="note"]').inputValue()).toBe("Eerst nog kijken.");
  expect(await page.locator('input[name="outcome"]:checked').count()).toBe(0);
  await look("nothing chosen");
  await hands.fill('form[action*="/decision"] textarea[name="note"]', " ");
  await leaveField();
}

/** The reasons of the rules open beside the page: what can be done stays where it was. */
async function whyBesidesThePage(page: Page, look: Looking, { key, hands }: ReturnType<typeof dayOf>): Promise<void> {
  const where = () => page.locator("#acts").evaluate((card) => [card.getBoundingClientRect().top + window.scrollY, card.getBoundingClientRect().left]);
  const before = await where();
  await hands.press("[data-why]");
  const panel = page.locator("[popover]:popover-open");
  await panel.getByRole("heading", { level: 2 }).waitFor();
  expect(await panel.locator("li").count()).toBeGreaterThan(0);
  expect(await where()).toEqual(before);
  await look("why");
  await key("Escape");
  await panel.waitFor({ state: "detached" });
}

/** Whoever opens a request and comes back, by its link, by the browser's own button or by loading the page again, finds what was ticked, and the same row. */
async function ticksAreKept(page: Page, { key, comesTo, focused, hands }: ReturnType<typeof dayOf>): Promise<void> {
  const ticked = () => page.locator("[data-pick]:checked").evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).value));
  const two = await ticked();
  expect(two).toHaveLength(2);
  await page.reload();
  await page.waitForLoadState("networkidle");
  expect(await ticked(), "loaded again").toEqual(two);
  await key("j", "j");
  // The browser's own button first: the link brings an address along that has the ticks whatever became of the one before.
  for (const back of ["browser", "link"] as const) {
    await comesTo(REQUEST, () => key("Enter"));
    await (back === "browser" ? comesTo(/^\/desk$/, () => page.goBack().then(() => undefined)) : comesTo(/^\/desk$/, () => hands.press('main a[href*="#row-"]')));
    await focused();
    expect(await ticked(), back).toEqual(two);
    expect(await page.evaluate(() => document.activeElement?.matches("[data-queue-link]")), back).toBe(true);
    expect(await page.locator("#bulk [role=status]").innerText()).toContain("2");
  }
}

/** What looks like a link stands in line with the text above it, and the e-mail that goes out has the width of what it is decided with. */
async function standsInLine(page: Page): Promise<void> {
  const box = async (selector: string) => (await page.locator(selector).first().boundingBox()) ?? { x: 0, width: 0 };
  const [form, release, icon, mail] = await Promise.all([box("#outcome"), box('form[action*="/release"] button'), box('form[action*="/release"] button svg'), box('form[action*="/decision"] section:visible')]);
  expect(Math.abs(icon.x - form.x)).toBeLessThanOrEqual(2);
  expect(Math.abs(release.x - form.x)).toBeLessThanOrEqual(2);
  expect(mail.width).toBeGreaterThan(form.width * 0.85);
}

/** On a phone the way to the decision is at the bottom of the window while the answers are read, and hides nothing that has the focus. */
async function toTheDecision(page: Page, { key }: ReturnType<typeof dayOf>): Promise<void> {
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: "instant" }));
  const bar = page.locator("[data-to-acts]");
  const height = page.viewportSize()?.height ?? 0;
  expect(await page.locator("#acts").boundingBox().then((box) => box?.y ?? 0)).toBeGreaterThan(height);
  expect(await bar.boundingBox().then((box) => (box ? Math.round(box.y + box.height) : 0))).toBe(height);
  // What lies under the bar comes out from under it as soon as it has the focus.
  const under = page.locator('main form[action$="/print"] button');
  await under.evaluate((button) => {
    const [box, over] = [button.getBoundingClientRect(), document.querySelector("[data-to-acts]")?.getBoundingClientRect()];
    window.scrollTo({ top: window.scrollY + box.top - (over?.top ?? 0), behavior: "instant" });
  });
  const isHidden = () => under.evaluate((button) => button.getBoundingClientRect().bottom > (document.querySelector("[data-to-acts]")?.getBoundingClientRect().top ?? 0));
  expect(await isHidden()).toBe(true);
  await under.focus();
  expect(await isHidden()).toBe(false);
  await key("Tab");
  expect(await page.evaluate(() => document.activeElement?.closest("[data-to-acts]") !== null)).toBe(true);
  await key("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "acts");
  const box = await page.locator("#outcome").boundingBox();
  expect(box && box.y >= 0 && box.y + box.height <= height).toBe(true);
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
  await whyBesidesThePage(page, look, day);
  await withoutChoosing(page, look, day, "Kies eerst wat u beslist");
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
  await standsInLine(page);
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
  await ticksAreKept(page, day);
  await comesTo(/\/desk\/bulk\/[0-9a-f-]{36}$/, () => hands.press("#bulk button:not([name], [formaction])"));
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
  await toTheDecision(page, day);
  await whyBesidesThePage(page, look, day);
  await withoutChoosing(page, look, day, "First choose what you decide");
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

/** Without scripts: ticks go along to a request and back, the reasons open beside the page, and nothing is decided that nobody chose. */
async function withoutScripts(): Promise<void> {
  const { page, complaints } = await aPerson(browser, { javaScript: false });
  await page.goto(`${office.baseUrl}/sign-in`);
  await page.locator('button[name="staffId"]', { hasText: "Wim Bos" }).click();
  await page.goto(`${office.baseUrl}/desk?view=unassigned`);
  const boxes = page.locator("[data-pick]");
  const two = [await boxes.nth(0).getAttribute("value"), await boxes.nth(2).getAttribute("value")];
  await boxes.nth(0).check();
  await boxes.nth(2).check();
  await page.locator("#bulk noscript button, #bulk button[formmethod=get]").click();
  await page.locator("[data-queue-link]").nth(1).click();
  expect(new URL(page.url()).pathname).toMatch(REQUEST);
  await page.locator('main a[href*="#row-"]').click();
  expect(await page.locator("[data-pick]:checked").evaluateAll((all) => all.map((box) => (box as HTMLInputElement).value))).toEqual(two);

  await page.locator("[data-queue-link]").nth(1).click();
  await page.locator('form[action*="/claim"] button').click();
  await page.locator("[data-why]").click();
  expect(await page.locator("[popover]:popover-open li").count()).toBeGreaterThan(0);
  await page.locator("[popover]:popover-open .panel-close").click();
  expect(await page.locator('input[name="outcome"]:checked').count()).toBe(0);
  await page.locator('textarea[name="note"]').fill("Eerst nog kijken.");
  await page.locator("#outcome--approve").focus();
  await page.keyboard.press("Enter");
  await page.locator('[role="alert"]', { hasText: "Kies eerst wat u beslist" }).waitFor();
  expect(await page.locator('textarea[name="note"]').inputValue()).toBe("Eerst nog kijken.");

  // Enter after a choice to ask comes to where questions are asked.
  await page.locator("#outcome--ask").check();
  await page.keyboard.press("Enter");
  await page.locator('textarea[name="question"][aria-invalid="true"]').waitFor();
  await page.locator("#outcome--reject").check();
  await page.locator('select[name="reasonCode"]').selectOption("DUPLICATE");
  await page.locator(`${DECIDE}:visible`).click();
  await page.locator('form[action*="/undo"]').waitFor();
  expect(complaints).toEqual([]);
}

describe("a day at the desk (desk points 1, 5, 9 and 20)", () => {
  test.each(walks([
    ["in Dutch", dayInDutch],
    ["on a narrow screen in English", dayInEnglish],
  ]))("is done with the keyboard alone, %s", (_where, day) => day());

  test("can be done without scripts (desk 16)", withoutScripts);
});
