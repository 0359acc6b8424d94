import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { aPerson, expectNoAxeFindings, expectNoSidewaysScroll, openBrowser } from "#test/support/browser.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

import { signIn } from "./desk.ts";
import { keyboardAlone } from "./hands.ts";
import { linkIn, outsideOf } from "./outside.ts";

const QUESTION = "Voor welke periode vervangt de gebruiker de contactpersoon?";

let browser: Browser;
let office: RunningOffice;

beforeAll(async () => {
  [browser, office] = await Promise.all([openBrowser(), startOffice({ furnished: inject("furnishedOffice") })]);
});
afterAll(async () => {
  await Promise.all([browser.close(), office.stop()]);
});

describe("a question to the applicant", () => {
  test("is asked at the desk, answered from the e-mail, and read at the desk, with the keyboard alone", async () => {
    const outside = outsideOf(office.baseUrl);
    const desk = await aPerson(browser, { language: "nl", width: 1280 });
    const hands = keyboardAlone(desk.page);
    await signIn(desk.page, office.baseUrl, hands, "Sanne Mulder");
    await desk.page.goto(`${office.baseUrl}/desk?view=unassigned`);
    await desk.page.locator("main tbody a").first().click();
    await desk.page.waitForURL(/\/desk\/requests\//);
    await desk.page.waitForLoadState("networkidle");
    const requestPage = desk.page.url();
    await hands.press('form[action*="/claim"] button');
    await desk.page.locator('input[name="outcome"]').first().waitFor({ state: "attached" });
    await hands.tick('input[name="outcome"][value="ask"]');
    await hands.press('button[formaction*="/question"]');
    await desk.page.locator('[aria-invalid="true"]').waitFor();
    await expectNoAxeFindings(desk.page, "a question that is empty");
    await hands.choose('select[name="about"]', "absence");
    await hands.fill('textarea[name="question"]', QUESTION);
    await expectNoAxeFindings(desk.page, "a question with its e-mail");
    await hands.press('button[formaction*="/question"]');
    await desk.page.locator('input[name="outcome"]').first().waitFor({ state: "detached" });
    await expectNoAxeFindings(desk.page, "waiting for the applicant");

    const told = await outside.mail("", new RegExp(QUESTION.slice(0, 20)));
    const applicant = await aPerson(browser, { language: "nl", width: 360 });
    await applicant.page.goto(linkIn(told, "/status"));
    await applicant.page.waitForLoadState("networkidle");
    expect(await applicant.page.locator("blockquote").innerText()).toBe(QUESTION);
    await expectNoAxeFindings(applicant.page, "status with a question");
    await expectNoSidewaysScroll(applicant.page, "status with a question");
    const typing = keyboardAlone(applicant.page);
    await typing.press('form[action$="/answer"] button');
    await applicant.page.locator('[aria-invalid="true"]').waitFor();
    await expectNoAxeFindings(applicant.page, "an answer that is empty");
    await typing.fill('textarea[name="answer"]', "Tot maart. Mijn BSN is 123456782.");
    await typing.press('main form:has(textarea[name="answer"]) button');
    await applicant.page.waitForURL(/answered=masked/);
    await applicant.page.locator("blockquote").waitFor({ state: "detached" });
    await expectNoAxeFindings(applicant.page, "status after the answer");

    await desk.page.goto(requestPage);
    const said = await desk.page.locator("main").innerText();
    expect(said).toContain("Tot maart. Mijn BSN is •••••.");
    expect(said).not.toContain("123456782");
    await expectNoAxeFindings(desk.page, "an answer at the desk");
    expect([...desk.complaints, ...applicant.complaints]).toEqual([]);
  });
});
