import { afterAll, describe, expect, test } from "vitest";

import { aPerson, openBrowser } from "#test/support/browser.ts";

import { beginForm, fillInApplicant, fillInPractice, fillInUser, goOn, onPage, SEM_ASKS, sendForm } from "./counter.ts";
import { bothHands } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { linkIn, outsideOf } from "./outside.ts";
import { BOTH_WAYS, furnishedOffice } from "./places.ts";

const MISTYPED = { ...SEM_ASKS.applicant, email: "s.jansen@gmial.com" };

const browser = await openBrowser();
afterAll(() => browser.close());

describe.each(BOTH_WAYS)("an applicant who mistypes, in $language at $width", ({ language, width }) => {
  const office = furnishedOffice();

  test("is led to the field that has to change, asked about the address, and puts it right after sending", async () => {
    const outside = outsideOf(office.baseUrl);
    const sem = await onlooker(browser, "own address", { language, width });
    const { page, look } = sem;
    const hands = bothHands(page);
    const quiet = async () => undefined;
    await beginForm(page, office.baseUrl, hands, "new-user", quiet);

    await onPage(page, "practice");
    await hands.fill('[name="practice.agbCode"]', SEM_ASKS.practice.agbCode);
    await goOn(hands);
    await page.locator('main [role="alert"] a').first().click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("practice.kvkNumber");
    await fillInPractice(page, hands, quiet);
    await onPage(page, "reason");
    await goOn(hands);
    await page.locator('main [role="alert"] a').first().click();
    // Of a question with several answers: the first of them.
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("reason--not-contact");
    await hands.tick('input[name="reason"][value="not-contact"]');
    await goOn(hands);
    await fillInUser(page, hands);
    await hands.fill('[name="user.email"]', "z.vanderhakon");
    await goOn(hands);
    expect(await page.locator('main [role="alert"] a').first().innerText()).toMatch(/^(Zakelijk e-mailadres van de gebruiker|Work e-mail address of the user): /);
    await look("a summary that names the field");
    await fillInUser(page, hands);
    await goOn(hands);
    await onPage(page, "services");
    await hands.tick('input[name^="services"][value="cov"]');
    await goOn(hands);

    await fillInApplicant(page, hands, quiet, MISTYPED);
    await page.locator('button[name="_take"]').waitFor();
    await look("a domain that looks mistyped");
    await goOn(hands);
    await onPage(page, "review");
    await sendForm(page, hands);
    const astray = linkIn(await outside.mail(MISTYPED.email, /\/confirm\//), "/confirm");
    await look("sent, and probably astray");
    await hands.fill("#email", "s.jansen");
    await hands.press('main form:has(#email) button');
    await page.locator('#email[aria-invalid="true"]').waitFor();
    await look("no address");
    await hands.fill("#email", SEM_ASKS.applicant.email);
    await hands.press('main form:has(#email) button');
    await page.waitForURL(/again=yes/);
    await page.locator('main [role="status"]').waitFor();
    await look("sent again");

    await page.goto(astray);
    await page.locator("h1").waitFor();
    await look("the former link");
    expect(await page.locator('main form[method="post"]').count()).toBe(0);
    await page.goto(linkIn(await outside.mail(SEM_ASKS.applicant.email, /\/confirm\//), "/confirm"));
    await hands.press('main form[method="post"] button[type="submit"]');
    await page.waitForURL(/\/status\//);
    await page.goBack();
    await page.waitForURL(/\/confirm\//);
    await page.waitForLoadState("networkidle");
    await page.goto(new URL("/", page.url()).href);
    // The page that is gone answers 410, which Chromium reports as an error of its own.
    expect(sem.complaints.filter((complaint) => !complaint.includes("410"))).toEqual([]);
  });
});

describe("without scripts", () => {
  const office = furnishedOffice();

  test("a suggestion is taken over, the address put right, and a wrong line of a list mended or taken away", async () => {
    const outside = outsideOf(office.baseUrl);
    const sem = await aPerson(browser, { language: "nl", javaScript: false });
    const { page } = sem;
    const hands = bothHands(page);
    const quiet = async () => undefined;
    await beginForm(page, office.baseUrl, hands, "new-user", quiet);
    await fillInPractice(page, hands, quiet);
    await onPage(page, "reason");
    await hands.tick('input[name="reason"][value="not-contact"]');
    await goOn(hands);
    await onPage(page, "user");
    await hands.press('button[name="_intent"][value="list"]');
    await onPage(page, "user/list");
    await page.locator('textarea[name="list"]').fill("P. de Bakker, p.debakker@debrug.example, 06 12345674\nK. Smit, k.smit, 06\nlos");
    await hands.tick('input[name="user.employed"]');
    await hands.press('main form:has(textarea[name="list"]) button:not([name])');
    await hands.press('button[name="_remove"][value="3"]');
    await page.locator("#line-3").waitFor({ state: "detached" });
    expect(await page.locator("#line-2").inputValue()).toBe("K. Smit, k.smit, 06");
    await hands.fill("#line-2", "K. Smit, k.smit@debrug.example, 06 12345675");
    await hands.press('main form:has(#line-2) button:not([name]):not([aria-hidden])');
    await onPage(page, "user");
    expect(await page.locator("main ol > li").allInnerTexts()).toEqual([expect.stringContaining("P. de Bakker"), expect.stringContaining("K. Smit")]);
    await page.locator('main a[href$="/services"]').click();
    await onPage(page, "services");
    await hands.tick('input[name="sharing"][value="same"]');
    await hands.tick('input[name^="services"][value="cov"]');
    await goOn(hands);
    await fillInApplicant(page, hands, quiet, MISTYPED);
    await hands.press('button[name="_take"]');
    await onPage(page, "review");
    await page.locator("main dd", { hasText: "s.jansen@gmail.com" }).waitFor();
    await sendForm(page, hands);
    await outside.mail("s.jansen@gmail.com", /\/confirm\//);
    await hands.fill("#email", SEM_ASKS.applicant.email);
    await hands.press('main form:has(#email) button');
    await outside.mail(SEM_ASKS.applicant.email, /\/confirm\//);
    expect(sem.complaints).toEqual([]);
  });
});
