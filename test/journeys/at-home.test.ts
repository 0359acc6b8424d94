import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

import { fillInForm, type Looking, SEM_ASKS, sendForm } from "./counter.ts";
import { claimAndApprove, findRequest, signIn } from "./desk.ts";
import { bothHands, fillInDay, type Hands } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { eventually, linkIn, outsideOf } from "./outside.ts";

const [JOHANNA, FATIMA] = ["j.devries-bakker@debrug.example", "f.elidrissi@debrug.example"];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const seenBefore: Looking = async () => undefined;

/** Sem asks for an account for Zoë, and Sanne approves; answers the reference and the links to the status page and to identify. */
async function approvedRequest(baseUrl: string, language: "nl" | "en", width: number) {
  const outside = outsideOf(baseUrl);
  const sem = await onlooker(browser, "at-home-counter", { language, width });
  const hands = bothHands(sem.page);
  await fillInForm(sem.page, baseUrl, hands, seenBefore);
  await sendForm(sem.page, hands);
  const confirm = await outside.mail(SEM_ASKS.applicant.email, /\/confirm\//);
  const reference = /ZG-\d+/.exec(confirm.text)?.[0] ?? "";
  await sem.page.goto(linkIn(confirm, "/confirm"));
  await hands.press('main form[method="post"] button[type="submit"]');
  await sem.page.waitForURL(/\/status\//);
  const sanne = await onlooker(browser, "at-home-desk", { language, width });
  await signIn(sanne.page, baseUrl, bothHands(sanne.page), "Sanne Mulder");
  await findRequest(sanne.page, baseUrl, reference, seenBefore);
  await claimAndApprove(sanne.page, bothHands(sanne.page), seenBefore);
  const asked = await outside.mail(JOHANNA, new RegExp(`${reference}[^]*/identify/|/identify/[^]*${reference}`));
  return { outside, reference, sem, sanne, link: linkIn(asked, "/identify") };
}

/** Looks again until it is so: work that nobody waits for is done beside the page. */
async function reloadUntil(page: Page, words: RegExp): Promise<void> {
  await eventually(async () => {
    await page.reload();
    return (await page.locator("main").textContent())?.match(words);
  }, String(words));
}

async function confirm(page: Page, link: string, hands: Hands): Promise<void> {
  await page.goto(link);
  await hands.press('main form[method="post"] button[type="submit"]');
  await page.waitForURL(/\/bank$/);
  await page.waitForLoadState("networkidle");
}

describe.each([
  { language: "nl" as const, width: 1280, made: /afspraak gemaakt/, missed: /trof u niet/, appointed: /Uw afspraak staat/, status: /heeft een afspraak/, done: /Dank u wel/ },
  { language: "en" as const, width: 360, made: /appointment made/, missed: /did not find you/, appointed: /Your appointment is made/, status: /has an appointment/, done: /Thank you/ },
])("no Dutch bank, in $language at $width", ({ language, width, made, missed, appointed, status, done }) => {
  let office: RunningOffice;
  beforeEach(async () => {
    office = await startOffice({ furnished: inject("furnishedOffice") });
  });
  afterEach(() => office.stop());

  test("an appointment at home is asked for, missed, made again and kept, and the user number goes out (R23, R66, R76)", { timeout: 900_000 }, async () => {
    const { outside, sem, sanne, link } = await approvedRequest(office.baseUrl, language, width);
    const johanna = await onlooker(browser, "at-home-johanna", { language, width });
    const hands = bothHands(johanna.page);
    const { page, look } = johanna;
    await confirm(page, link, hands);
    await look("bank with another way");
    await page.locator('main a[href$="/appointment"]').click();
    await page.waitForURL(/\/appointment$/);
    await page.waitForLoadState("networkidle");
    await look("ask for an appointment");
    await hands.fill('[name="mobile"]', "030 1234567");
    await hands.press('main form[method="post"] button[type="submit"]');
    await page.locator('[aria-invalid="true"]').first().waitFor();
    await look("a number that is not mobile");
    await hands.fill('[name="mobile"]', "06 12345678");
    await hands.press('main form[method="post"] button[type="submit"]');
    const toAmp = page.locator('main a[href*="/simulators/amp/appointment/"]');
    await toAmp.waitFor();
    await look("ordered");

    const code = await page.locator("main dd", { hasText: /^\d{6}/ }).locator("span.font-mono").innerText();
    const orderPage = (await toAmp.getAttribute("href")) ?? "";
    const appoint = async () => {
      await page.goto(orderPage);
      await hands.fill("#code", code);
      await hands.press('button[type="submit"].wide');
      await page.waitForURL(/made=yes/);
      await look("appointment at AMP");
      await page.goto(link);
      await reloadUntil(page, appointed);
    };
    const atDoor = async (outcome: string) => {
      await page.goto(orderPage.replace("/appointment/", "/"));
      await hands.tick(`input[name="outcome"][value="${outcome}"]`);
      await look(`at the door ${outcome}`);
      await hands.press('main form button[type="submit"]');
      await page.waitForURL(/AMP-\d+$/);
    };
    await appoint();
    await look("appointment made");
    await reloadUntil(sem.page, status);
    await sem.look("status: appointment");
    await reloadUntil(sanne.page, made);
    await sanne.look("desk: appointment");

    await atDoor("no-show");
    await page.goto(link);
    await reloadUntil(page, missed);
    await look("missed");
    await appoint();
    await atDoor("identified");
    await page.goto(link);
    await reloadUntil(page, done);
    await look("identified");
    await outside.mail(FATIMA, /\b9\d{13}\b/);
    expect([...johanna.complaints, ...sem.complaints, ...sanne.complaints]).toEqual([]);
  });

  test("abroad: asks for another way, is seen by one and checked by another (D26)", { timeout: 900_000 }, async () => {
    const { outside, reference, sanne, link } = await approvedRequest(office.baseUrl, language, width);
    const johanna = await onlooker(browser, "abroad-johanna", { language, width });
    const hands = bothHands(johanna.page);
    await confirm(johanna.page, link, hands);
    await johanna.page.locator('main a[href$="/otherwise"]').click();
    await johanna.page.waitForURL(/\/otherwise$/);
    await johanna.look("otherwise");
    await hands.press('main form[method="post"] button[type="submit"]');
    await johanna.page.locator('main form[method="post"]').waitFor({ state: "detached" });
    await johanna.look("asked for another way");

    await sanne.page.reload();
    await sanne.page.waitForLoadState("networkidle");
    await sanne.look("somebody asks for another way");
    const desk = bothHands(sanne.page);
    await sanne.page.getByRole("link", { name: /J\.W\. de Vries-Bakker/ }).click();
    await sanne.page.waitForURL(/\/by-hand\//);
    await sanne.page.waitForLoadState("networkidle");
    await sanne.look("enter by hand");
    await desk.fill('[name="lastFour"]', "NX81237K4P");
    await desk.fill('[name="note"]', "Gebeld op het bekende nummer; paspoort gezien.");
    await desk.press('form[action*="/by-hand/"] button[type="submit"]');
    await sanne.page.locator('[aria-invalid="true"]').first().waitFor();
    await sanne.look("by hand with errors");
    expect(await sanne.page.inputValue('[name="note"]')).toContain("Gebeld");
    // Never the first four of a number that was typed whole.
    await sanne.page.locator('[name="lastFour"][aria-invalid="true"]').waitFor();
    await desk.choose('select[name="documentType"]', "passport");
    await desk.fill('[name="lastFour"]', "7k4p");
    await fillInDay(desk, "expiresOn", "2031-05-01");
    await desk.tick('input[name="seenHow"][value="video-call"]');
    await fillInDay(desk, "seenOn", new Date().toISOString().slice(0, 10));
    await desk.tick('input[name="nameCompared"][value="same"]');
    await desk.tick('input[name="birthDateCompared"][value="same"]');
    await desk.press('form[action*="/by-hand/"] button[type="submit"]');
    await sanne.page.waitForURL((url) => !url.pathname.includes("/by-hand/"));
    await sanne.page.waitForLoadState("networkidle");
    await sanne.look("proposed by hand");
    expect(await sanne.page.locator('form[action*="/check"]').count()).toBe(0);

    const wim = await onlooker(browser, "abroad-second", { language, width });
    await signIn(wim.page, office.baseUrl, bothHands(wim.page), "Wim Bos");
    await findRequest(wim.page, office.baseUrl, reference, seenBefore);
    await wim.look("check by hand");
    await bothHands(wim.page).press('form[action*="/check"] button[value="yes"]');
    await wim.page.locator('form[action*="/check"]').waitFor({ state: "detached" });
    await wim.look("identified by hand");
    await outside.mail(FATIMA, /\b9\d{13}\b/);
    expect([...johanna.complaints, ...sanne.complaints, ...wim.complaints]).toEqual([]);
  });
});
