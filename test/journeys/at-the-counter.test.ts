import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";

import { aPerson, expectNoAxeFindings, expectNoSidewaysScroll, openBrowser } from "#test/support/browser.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

import { fillInForm, SEM_ASKS, sendForm, type Looking } from "./counter.ts";
import { claimAndApprove, findRequest, signIn } from "./desk.ts";
import { bothHands } from "./hands.ts";
import { linkIn, outsideOf } from "./outside.ts";

/** Zonneveld, whose care is of a kind that one of the services is not for. */
const GENERAL_PRACTICE = { agbCode: "01234567", kvkNumber: "69599084" };

let browser: Browser;
let office: RunningOffice;

// One office for all of these: what they look at does not get in each other's way.
beforeAll(async () => {
  [browser, office] = await Promise.all([openBrowser(), startOffice({ furnished: inject("furnishedOffice") })]);
});
afterAll(async () => {
  await browser.close();
  await office.stop();
});

test("without JavaScript a request is filled in, confirmed, taken in hand and approved", async () => {
  const unseen: Looking = async () => undefined;
  const outside = outsideOf(office.baseUrl);
  const { page: sem } = await aPerson(browser, { javaScript: false });
  await fillInForm(sem, office.baseUrl, bothHands(sem), unseen);
  expect(await sem.locator("main").textContent()).toContain("Tandartspraktijk De Brug");
  await sendForm(sem, bothHands(sem));
  const confirm = await outside.mail(SEM_ASKS.applicant.email, /\/confirm\//);
  await sem.goto(linkIn(confirm, "/confirm"));
  await bothHands(sem).press('main form[method="post"] button[type="submit"]');
  await sem.waitForURL(/\/status\/.*confirmed=yes/);

  const { page: sanne } = await aPerson(browser, { javaScript: false });
  await signIn(sanne, office.baseUrl, bothHands(sanne), "Sanne Mulder");
  await findRequest(sanne, office.baseUrl, /ZG-\d+/.exec(confirm.text)?.[0] ?? "", unseen);
  await claimAndApprove(sanne, bothHands(sanne), unseen);
  await sanne.getByText("goedgekeurd").first().waitFor();
});

test("an older tab shows what another one changed, and keeps the services that were chosen in sight", async () => {
  const { page: older, context, complaints } = await aPerson(browser, { width: 360 });
  await fillInForm(older, office.baseUrl, bothHands(older), async () => undefined);
  const newer = await context.newPage();
  const hands = bothHands(newer);
  const change = async (step: string, fill: () => Promise<void>) => {
    await newer.goto(older.url().replace(/review$/, step));
    await newer.waitForLoadState("networkidle");
    await fill();
    await hands.press('button[name="_intent"][value="next"]:not([aria-hidden])');
    await newer.waitForURL((url) => !url.pathname.endsWith(step));
  };
  await change("services", () => hands.tick('input[name="services"][value="authorisations"]'));
  await change("practice", async () => {
    await hands.fill('[name="practice.agbCode"]', GENERAL_PRACTICE.agbCode);
    await hands.fill('[name="practice.kvkNumber"]', GENERAL_PRACTICE.kvkNumber);
  });

  await bothHands(older).tick('main input[type="checkbox"]');
  await bothHands(older).press('main form:has(input[type="checkbox"]) button[type="submit"]');
  await older.getByText("intussen in een ander venster veranderd").waitFor();
  // The page is drawn anew from the answers as they are now, so that the next press sends what was read.
  await older.getByText(GENERAL_PRACTICE.agbCode).first().waitFor();
  await older.getByText("Niet alles wat u koos, kan nog").waitFor();
  await expectNoAxeFindings(older, "review after another tab");
  await expectNoSidewaysScroll(older, "review after another tab");
  expect(complaints).toEqual([]);
});

test("a link that leads nowhere is a page in the reader's language, for every kind of link", async () => {
  for (const path of ["/draft/resume/x", "/draft/x/practice", "/draft/x/review", "/draft/x/later", "/draft/x/sent", "/confirm/x", "/status/x", "/status/x/cancel", "/objection/x", "/identify/x", "/identify/x/bank", "/identify/x/denial", "/identify/%FF"]) {
    const answer = await fetch(office.baseUrl + path, { headers: { accept: "text/html", "accept-language": "en" } });
    expect([path, answer.status, answer.headers.get("content-type")]).toEqual([path, 404, "text/html; charset=utf-8"]);
    expect(await answer.text(), path).toMatch(/<h1[^>]*>This link does not work<\/h1>/);
  }
});
