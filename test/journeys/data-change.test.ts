import { afterAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";

import { beginForm, fillInApplicant, fillInPractice, goOn, onPage, SEM_ASKS, sendForm } from "./counter.ts";
import { claimAndApprove, findRequest, signIn } from "./desk.ts";
import { bothHands } from "./hands.ts";
import { confirmAndGoToBank, logInAtBank } from "./identity.ts";
import { onlooker } from "./looking.ts";
import { linkIn, outsideOf } from "./outside.ts";
import { BOTH_WAYS, furnishedOffice } from "./places.ts";

const FATIMA = "f.elidrissi@debrug.example";
const NEW = { street: "Lindelaan", houseNumber: "12", houseNumberSuffix: "", postcode: "3521 CD", town: "Utrecht" };
const SHOWN = "Lindelaan 12, 3521 CD Utrecht";

const browser = await openBrowser();
afterAll(() => browser.close());

describe.each(BOTH_WAYS)("a practice that moves, in $language at $width", ({ language, width }) => {
  const office = furnishedOffice();

  test("is sent to the registers first, and then judged by two, confirmed, changed and told", async () => {
    const outside = outsideOf(office.baseUrl);
    const sem = await onlooker(browser, "counter", { language, width });
    const hands = bothHands(sem.page);
    await beginForm(sem.page, office.baseUrl, hands, "data-change", sem.look);
    await fillInPractice(sem.page, hands, sem.look);
    await onPage(sem.page, "change");
    await sem.look("change");
    // What a person is asked, and a wrong answer, first; then Sem remembers that it is the address.
    await hands.tick('input[name="change.kind"][value="holder-email"]');
    await goOn(hands);
    await onPage(sem.page, "person");
    await hands.tick('input[name="person.role"][value="main-contact"]');
    await hands.fill('[name="person.name.initials"]', "F");
    await hands.fill('[name="person.name.surname"]', "el Idrissi");
    await sem.look("person");
    await goOn(hands);
    await onPage(sem.page, "new");
    await hands.fill('[name="new.email"]', "fatima at nieuw");
    await goOn(hands);
    await sem.page.locator('[aria-invalid="true"]').first().waitFor();
    await sem.look("new with errors");
    await sem.page.goto(sem.page.url().replace(/new$/, "change"));
    await onPage(sem.page, "change");
    await hands.tick('input[name="change.kind"][value="address"]');
    await goOn(hands);

    await onPage(sem.page, "address");
    await goOn(hands);
    await sem.page.locator('[aria-invalid="true"]').first().waitFor();
    await sem.look("address with errors");
    await hands.tick('input[name="address.reason"][value="moved"]');
    for (const [part, text] of Object.entries(NEW)) await hands.fill(`[name="address.new.${part}"]`, text);
    await sem.look("address");
    await goOn(hands);
    await sem.page.waitForURL(/\/refer\/registers-address/);
    await sem.look("the registers first");
    for (const register of ["kvk/68750110", "vektis/12345678"]) {
      const moved = await fetch(`${office.baseUrl}/simulators/registers/${register}/move`, { method: "POST", redirect: "manual", headers: { "content-type": "application/x-www-form-urlencoded", origin: office.baseUrl }, body: new URLSearchParams(NEW) });
      expect(moved.status).toBe(303);
    }
    await sem.page.locator('main a[href*="/draft/"]').last().click();
    await onPage(sem.page, "address");
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
    await sem.look("status");

    const sanne = await onlooker(browser, "desk", { language, width });
    const desk = bothHands(sanne.page);
    await signIn(sanne.page, office.baseUrl, desk, "Sanne Mulder");
    await findRequest(sanne.page, office.baseUrl, reference, sanne.look);
    await sanne.page.locator("main td", { hasText: SHOWN }).waitFor();
    await claimAndApprove(sanne.page, desk, sanne.look);
    const wim = await onlooker(browser, "second", { language, width });
    const second = bothHands(wim.page);
    await signIn(wim.page, office.baseUrl, second, "Wim Bos");
    await findRequest(wim.page, office.baseUrl, reference, wim.look);
    await wim.look("second check");
    await second.press('form[action*="/second-check"] button[value="approve"]');
    await wim.page.locator('form[action*="/second-check"]').waitFor({ state: "detached" });

    const asked = await outside.mail(FATIMA, new RegExp(`${reference}[^]*/identify/|/identify/[^]*${reference}`));
    expect(asked.text).toContain(SHOWN);
    const fatima = await onlooker(browser, "identify", { language, width });
    const phone = bothHands(fatima.page);
    await confirmAndGoToBank(fatima.page, linkIn(asked, "/identify"), phone, fatima.look);
    await logInAtBank(fatima.page, phone, "fatima", "exact");
    const told = await outside.mail(FATIMA, /Gewijzigd bij|Changed at/);
    expect(told.text).toMatch(/Brugstraat 5 hs, 3511 AB Utrecht[^]*Lindelaan 12, 3521 CD Utrecht/);

    // The former address is told by a letter that somebody writes.
    await sanne.page.reload();
    await sanne.look("something to do by hand");
    await desk.press('form[action*="/tasks"] button');
    await sanne.page.locator('form[action*="/tasks"]').waitFor({ state: "detached" });
    await sanne.look("done");
    await sem.page.reload();
    await sem.look("status: done");
    await sanne.page.goto(`${office.baseUrl}/simulators/registers/kvk/68750110`);
    await sanne.look("the register");
    expect([...sanne.complaints, ...sem.complaints, ...fatima.complaints, ...wim.complaints]).toEqual([]);
  });
});
