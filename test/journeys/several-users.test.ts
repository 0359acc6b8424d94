import { afterAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";

import { beginForm, fillInApplicant, fillInPractice, fillInUser, goOn, onPage, SEM_ASKS, sendAndConfirm } from "./counter.ts";
import { findRequest, signIn } from "./desk.ts";
import { bothHands } from "./hands.ts";
import { confirmAndGoToBank, logInAtBank } from "./identity.ts";
import { onlooker } from "./looking.ts";
import { linkIn, outsideOf } from "./outside.ts";
import { BOTH_WAYS, furnishedOffice } from "./places.ts";
import { printAndPost } from "./print-room.ts";

/** The main contact of De Brug, who identifies once for all of them. */
const FATIMA = "f.elidrissi@debrug.example";

/** One copied from a spreadsheet, in columns; the other typed, with a name in one piece. */
const KIM = ["K.", "", "Smit", "Kim", "k.smit@debrug.example", "06 12345672"].join("\t");
const anna = (phone: string) => `Linden, A. van der; a.vanderlinden@debrug.example; ${phone}`;

const browser = await openBrowser();
afterAll(() => browser.close());

describe.each(BOTH_WAYS)("several users in one request (R108, Q23, Q24), in $language at $width", ({ language, width }) => {
  const office = furnishedOffice();

  test("are pasted as a list, decided one by one, identified once, and each gets a number and a letter", async () => {
    const outside = outsideOf(office.baseUrl);
    const sem = await onlooker(browser, "several counter", { language, width });
    const hands = bothHands(sem.page);
    await beginForm(sem.page, office.baseUrl, hands, "new-user", sem.look);
    await fillInPractice(sem.page, hands, sem.look);
    await onPage(sem.page, "reason");
    await hands.tick('input[name="reason"][value="contact-absent"]');
    await hands.tick('input[name="absence"][value="temporary"]');
    await goOn(hands);
    await fillInUser(sem.page, hands);
    await sem.look("one, and more");
    await hands.press('button[name="_intent"][value="list"]');

    await onPage(sem.page, "user/list");
    await sem.look("a list");
    await sem.page.locator('textarea[name="list"]').fill(`${KIM}\n${anna("06 1234567")}`);
    await hands.tick('input[name="user.employed"]');
    await hands.press('main form:has(textarea[name="list"]) button:not([name])');
    await sem.page.locator('#line-2[aria-invalid="true"]').waitFor();
    await sem.look("a line that is wrong");
    expect(await sem.page.locator("#line-2").inputValue()).toBe(anna("06 1234567"));
    await sem.page.locator('main [role="alert"] a[href="#line-2"]').click();
    expect(await sem.page.evaluate(() => document.activeElement?.id)).toBe("line-2");
    await hands.fill("#line-2", anna("06 12345673"));
    await hands.press('main form:has(#line-2) button:not([name]):not([aria-hidden])');
    await onPage(sem.page, "user");
    await sem.page.locator("main ol > li", { hasText: "a.vanderlinden@debrug.example" }).waitFor();
    expect(await sem.page.locator("main ol > li").count()).toBe(3);
    await sem.look("three of them");
    await sem.page.locator('main a[href$="/services"]').click();

    await onPage(sem.page, "services");
    await hands.tick('input[name="sharing"][value="same"]');
    for (const service of SEM_ASKS.services) await hands.tick(`input[name^="services"][value="${service}"]`);
    await sem.look("services for all");
    await goOn(hands);
    await fillInApplicant(sem.page, hands, sem.look);
    await onPage(sem.page, "review");
    // The address changes before the page does.
    for (const name of ["Z. van der Håkon", "K. Smit", "A. van der Linden"]) await sem.page.locator("main dd", { hasText: name }).first().waitFor();
    const { reference, statusPage } = await sendAndConfirm(sem.page, outside, hands, sem.look);

    const sanne = await onlooker(browser, "several desk", { language, width });
    const desk = bothHands(sanne.page);
    await signIn(sanne.page, office.baseUrl, desk, "Sanne Mulder");
    await findRequest(sanne.page, office.baseUrl, reference, sanne.look);
    await desk.press('form[action*="/claim"] button');
    await sanne.page.locator('input[name="outcome"]').first().waitFor({ state: "attached" });
    await desk.tick('input[name="outcome"][value="approve"]');
    await desk.choose('select[name="refused.2"]', "DUPLICATE");
    await sanne.look("one of three refused");
    await desk.press('form[action*="/decision"] button:not([name])');
    await sanne.page.locator('form[action*="/decision"]').waitFor({ state: "detached" });
    await sanne.look("decided");
    expect((await outside.mail(SEM_ASKS.applicant.email, /K\. Smit: (niet goedgekeurd|not approved)/)).text).toMatch(/A\. van der Linden: (goedgekeurd|approved)/);

    const fatima = await onlooker(browser, "several identify", { language, width });
    const mobile = bothHands(fatima.page);
    await confirmAndGoToBank(fatima.page, linkIn(await outside.mail(FATIMA, new RegExp(`${reference}[^]*/identify/|/identify/[^]*${reference}`)), "/identify"), mobile, fatima.look);
    await logInAtBank(fatima.page, mobile, "fatima", "exact");
    const numbers = await outside.mail(FATIMA, /9\d{3} ?\d{5} ?\d{5}/);
    expect(numbers.text).not.toContain("Smit");

    const noor = await onlooker(browser, "several print room", { language, width });
    const press = bothHands(noor.page);
    await signIn(noor.page, office.baseUrl, press, "Noor Visser");
    await printAndPost(noor.page, office.baseUrl, press, noor.look);
    const posted = await outside.mail(FATIMA, new RegExp(`A\\. van der Linden[^]*${reference}|${reference}[^]*A\\. van der Linden`));
    expect(posted.text).not.toContain("Smit");
    await sem.page.goto(statusPage);
    await sem.look("status: done");
    expect(await sem.page.locator("main").innerText()).toMatch(/K\. Smit\s+(niet goedgekeurd|not approved)/i);
    expect([...sem.complaints, ...sanne.complaints, ...fatima.complaints, ...noor.complaints]).toEqual([]);
  });
});
