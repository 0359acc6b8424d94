import { afterAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";

import { beginForm, fillInApplicant, fillInPractice, goOn, onPage, sendAndConfirm } from "./counter.ts";
import { claimAndApprove, findRequest, signIn, userNumberOf } from "./desk.ts";
import { bothHands } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { outsideOf } from "./outside.ts";
import { BOTH_WAYS, furnishedOffice } from "./places.ts";

/** Pieter, the contact of De Brug. */
const CONTACT = "p.hendriks@debrug.example";

const browser = await openBrowser();
afterAll(() => browser.close());

/** The removal of a system certificate is the end of its own walk (certificate-kinds). */
describe.each(BOTH_WAYS)("a revocation, in $language at $width", ({ language, width }) => {
  const office = furnishedOffice();

  test("blocks as soon as the address is confirmed, and ends the account when it is approved", async () => {
    const outside = outsideOf(office.baseUrl);
    const sanne = await onlooker(browser, "desk", { language, width });
    const desk = bothHands(sanne.page);
    await signIn(sanne.page, office.baseUrl, desk, "Sanne Mulder");
    const userNumber = await userNumberOf(sanne.page, office.baseUrl, "Jansen");

    const sem = await onlooker(browser, "counter", { language, width });
    const hands = bothHands(sem.page);
    await beginForm(sem.page, office.baseUrl, hands, "revocation", sem.look);
    await fillInPractice(sem.page, hands, sem.look);
    await onPage(sem.page, "kind");
    await hands.tick('input[name="revocation.kind"][value="personal"]');
    await sem.look("kind");
    await goOn(hands);
    await onPage(sem.page, "user");
    await hands.fill('[name="user.number"]', userNumber);
    await hands.fill('[name="user.name.initials"]', "S");
    await hands.fill('[name="user.name.surname"]', "Jansen");
    await goOn(hands);
    await onPage(sem.page, "revocation");
    await goOn(hands);
    await sem.page.locator('[aria-invalid="true"]').first().waitFor();
    await sem.look("revocation with errors");
    await hands.tick('input[name="revocation.reason"][value="compromised"]');
    await hands.tick('input[name="revocation.moment"][value="now"]');
    await hands.tick('input[name="revocation.software"]');
    await sem.look("revocation");
    await goOn(hands);
    await fillInApplicant(sem.page, hands, sem.look);
    const { reference, statusPage } = await sendAndConfirm(sem.page, outside, hands, sem.look);
    expect((await outside.mail(CONTACT, /geblokkeerd/)).text).toContain(reference);

    await findRequest(sanne.page, office.baseUrl, reference, sanne.look);
    await claimAndApprove(sanne.page, desk, sanne.look);
    expect((await outside.mail(CONTACT, /is ingetrokken/)).text).toContain(reference);
    await sem.page.goto(statusPage);
    await sem.look("status: done");
    await sanne.page.reload();
    await sanne.look("request done");
    expect([...sanne.complaints, ...sem.complaints]).toEqual([]);
  });
});
