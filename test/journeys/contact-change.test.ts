import { afterAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";

import { fillInApplicant, fillInPractice, goOn, onPage, SEM_ASKS, sendForm } from "./counter.ts";
import { agree, claimAndApprove, findRequest, signIn } from "./desk.ts";
import { bothHands } from "./hands.ts";
import { confirmAndGoToBank, logInAtBank } from "./identity.ts";
import { onlooker } from "./looking.ts";
import { linkIn, outsideOf } from "./outside.ts";
import { furnishedOffice } from "./places.ts";

const [FATIMA, PIETER, NEW_ONE] = ["f.elidrissi@debrug.example", "p.hendriks@debrug.example", "n.dewit@debrug.example"];

const browser = await openBrowser();
afterAll(() => browser.close());

describe.each([
  { language: "nl" as const, width: 1280, goes: /gaat weg/, comes: /komt erbij/, appointed: /U bent nu/ },
  { language: "en" as const, width: 360, goes: /goes/, comes: /comes/, appointed: /You are now/ },
])("another contact person, in $language at $width", ({ language, width, goes, comes, appointed }) => {
  const office = furnishedOffice();

  test("is asked from where another form points to it, judged old to new by two people, confirmed and done", async () => {
    const outside = outsideOf(office.baseUrl);
    const sem = await onlooker(browser, "contact-counter", { language, width });
    const hands = bothHands(sem.page);
    // The contact person stays away for long: the form for a new user proposes another contact person first (R6).
    await sem.page.goto(`${office.baseUrl}/apply/new-user`);
    await hands.press('main form button[type="submit"]');
    await fillInPractice(sem.page, hands, sem.look);
    await onPage(sem.page, "reason");
    await hands.tick('input[name="reason"][value="contact-absent"]');
    await hands.tick('input[name="absence"][value="long"]');
    await goOn(hands);
    await sem.page.waitForURL(/\/refer\/contact-change/);
    await sem.look("referred");
    await sem.page.locator('a[href$="/apply/contact-change"]').click();
    await sem.page.waitForURL(/\/apply\/contact-change/);
    await sem.look("before the form");
    await hands.press('main form button[type="submit"]');
    await fillInPractice(sem.page, hands, sem.look);

    await onPage(sem.page, "change");
    await goOn(hands);
    await sem.page.locator('[id$="--error"]').first().waitFor();
    await sem.look("change with errors");
    await hands.tick('input[name="asking.as"][value="contact"]');
    await hands.tick('input[name="change.role"][value="first-contact"]');
    await hands.tick('input[name="change.kind"][value="replace"]');
    await goOn(hands);
    await sem.page.waitForURL(/\/refer\/who-may-ask/);
    await sem.look("who may ask");
    await sem.page.locator('main a[href$="/change"]').first().click();
    await onPage(sem.page, "change");
    await hands.tick('input[name="asking.as"][value="on-behalf"]');
    await sem.look("change");
    await goOn(hands);

    await onPage(sem.page, "former");
    await hands.fill('[name="former.name.initials"]', "P.");
    await hands.fill('[name="former.name.surname"]', "Hendriks");
    await hands.tick('input[name="former.situation"][value="stays"]');
    await sem.look("former");
    await goOn(hands);

    await onPage(sem.page, "new");
    await hands.fill('[name="new.name.initials"]', "N.");
    await hands.fill('[name="new.name.prefix"]', "de");
    await hands.fill('[name="new.name.surname"]', "Wit");
    await hands.fill('[name="new.email"]', "n.dewit");
    await hands.fill('[name="new.phone"]', "06 12345672");
    await hands.tick('input[name="new.relation"][value="employed"]');
    await hands.tick('input[name="new.account"][value="none"]');
    await goOn(hands);
    await sem.page.locator('[aria-invalid="true"]').first().waitFor();
    await sem.look("new with errors");
    await hands.fill('[name="new.email"]', NEW_ONE);
    await hands.tick('input[name="new.employed"]');
    await sem.look("new");
    await goOn(hands);
    await fillInApplicant(sem.page, hands, sem.look);
    await onPage(sem.page, "review");
    await sem.look("review");
    await sendForm(sem.page, hands);
    const confirm = await outside.mail(SEM_ASKS.applicant.email, /\/confirm\//);
    const reference = /ZG-\d+/.exec(confirm.text)?.[0] ?? "";
    await sem.page.goto(linkIn(confirm, "/confirm"));
    await hands.press('main form[method="post"] button[type="submit"]');
    await sem.page.waitForURL(/\/status\//);
    const statusPage = sem.page.url();
    // Whom it concerns hears of it at once, with the way to stop it (D15, D24).
    expect((await outside.mail(PIETER, new RegExp(reference))).text).toContain("N. de Wit");

    const sanne = await onlooker(browser, "contact-desk", { language, width });
    const desk = bothHands(sanne.page);
    await signIn(sanne.page, office.baseUrl, desk, "Sanne Mulder");
    await findRequest(sanne.page, office.baseUrl, reference, sanne.look);
    await sanne.page.locator("main dd", { hasText: goes }).first().waitFor();
    await sanne.page.locator("main dd", { hasText: comes }).first().waitFor();
    await claimAndApprove(sanne.page, desk, sanne.look);
    const wim = await onlooker(browser, "contact-second", { language, width });
    await signIn(wim.page, office.baseUrl, bothHands(wim.page), "Wim Bos");
    await findRequest(wim.page, office.baseUrl, reference, wim.look);
    await agree(wim.page, bothHands(wim.page), wim.look);

    const asked = await outside.mail(FATIMA, new RegExp(`${reference}[^]*/identify/|/identify/[^]*${reference}`));
    const fatima = await onlooker(browser, "contact-identify", { language, width });
    const phone = bothHands(fatima.page);
    await confirmAndGoToBank(fatima.page, linkIn(asked, "/identify"), phone, fatima.look);
    await logInAtBank(fatima.page, phone, "fatima", "exact");

    // Each in their own language: Pieter reads Dutch, and who is new the language of the form.
    expect((await outside.mail(PIETER, /U bent niet langer/)).text).toContain("N. de Wit");
    expect((await outside.mail(NEW_ONE, appointed)).text).toContain(reference);
    // The number goes to the main contact; the letter with the PIN waits for the print room.
    await outside.mail(FATIMA, /\b9\d{13}\b/);
    await sem.page.goto(statusPage);
    await sem.look("status: being delivered");
    await sanne.page.reload();
    // Also what is folded away: the e-mails came after it.
    expect(await sanne.page.locator("main").textContent()).toContain("P. Hendriks → N. de Wit");
    await sanne.look("request carried out");
    expect([...sanne.complaints, ...wim.complaints, ...sem.complaints, ...fatima.complaints]).toEqual([]);
  });
});
