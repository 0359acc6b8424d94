import { afterAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";

import { beginForm, fillInApplicant, fillInPractice, goOn, onPage, sendAndConfirm } from "./counter.ts";
import { claimAndApprove, findRequest, signIn, tickOff, untilTasked, userNumberOf } from "./desk.ts";
import { bothHands } from "./hands.ts";
import { confirmAndGoToBank, logInAtBank } from "./identity.ts";
import { onlooker } from "./looking.ts";
import { linkIn, outsideOf } from "./outside.ts";
import { BOTH_WAYS, furnishedOffice } from "./places.ts";

/** The contact person of De Brug, who alone may ask. */
const PIETER = { initials: "P.", surname: "Hendriks", email: "p.hendriks@debrug.example", phone: "06 12345671", position: "Contactpersoon" };
/** Its signatory, who signs the addendum. */
const JOHANNA = "j.devries-bakker@debrug.example";

const browser = await openBrowser();
afterAll(() => browser.close());

describe.each(BOTH_WAYS)("R10: the Zorginkoopportaal, in $language at $width", ({ language, width }) => {
  const office = furnishedOffice();

  test("is asked for by the contact person, signed for by the signatory, and only then given", async () => {
    const outside = outsideOf(office.baseUrl);
    const sanne = await onlooker(browser, "purchasing desk", { language, width });
    const desk = bothHands(sanne.page);
    await signIn(sanne.page, office.baseUrl, desk, "Sanne Mulder");
    const userNumber = await userNumberOf(sanne.page, office.baseUrl, "Jansen");

    const pieter = await onlooker(browser, "purchasing counter", { language, width });
    const hands = bothHands(pieter.page);
    await pieter.page.goto(`${office.baseUrl}/refer/zorginkoop-form`);
    await pieter.look("referred");
    await beginForm(pieter.page, office.baseUrl, hands, "purchasing-portal", pieter.look);
    await fillInPractice(pieter.page, hands, pieter.look);
    await onPage(pieter.page, "asking");
    await hands.tick('input[name="asking.as"][value="main-contact"]');
    await hands.tick('input[name="access.already"][value="no"]');
    await pieter.look("asking");
    await goOn(hands);
    await pieter.page.waitForURL(/\/refer\/contact-asks/);
    await pieter.look("not the one to ask");
    await pieter.page.goBack();
    await onPage(pieter.page, "asking");
    await hands.tick('input[name="asking.as"][value="contact"]');
    await goOn(hands);
    await onPage(pieter.page, "user");
    await hands.fill('[name="user.number"]', userNumber);
    await hands.fill('[name="user.name.initials"]', "S");
    await hands.fill('[name="user.name.surname"]', "Jansen");
    await goOn(hands);
    await onPage(pieter.page, "change");
    await hands.tick('input[name="change.kind"][value="grant"]');
    await goOn(hands);
    await onPage(pieter.page, "grant");
    await hands.tick('input[name^="change.grant"][value="zorginkoop-enquiry"]');
    await hands.tick('input[name^="change.grant"][value="zorginkoop-compliance"]');
    await pieter.look("modules");
    await goOn(hands);
    await fillInApplicant(pieter.page, hands, pieter.look, PIETER);
    const { reference, statusPage } = await sendAndConfirm(pieter.page, outside, hands, pieter.look, PIETER.email);

    await findRequest(sanne.page, office.baseUrl, reference, sanne.look);
    await claimAndApprove(sanne.page, desk, sanne.look);
    const asked = await outside.mail(JOHANNA, new RegExp(`${reference}[^]*/identify/|/identify/[^]*${reference}`));
    const johanna = await onlooker(browser, "purchasing identify", { language, width });
    const phone = bothHands(johanna.page);
    await confirmAndGoToBank(johanna.page, linkIn(asked, "/identify"), phone, johanna.look);
    await logInAtBank(johanna.page, phone, "johanna", "exact");
    expect((await outside.mail(JOHANNA, /[Aa]ddendum/)).text).toContain(reference);

    await untilTasked(sanne.page);
    await sanne.page.locator("#tasks details summary").click();
    await sanne.look("cannot be done");
    await tickOff(sanne.page, desk, "Getekend vandaag.", sanne.look);
    expect((await outside.mail(PIETER.email, /autorisaties van|authorisations of/)).text).toMatch(/Zorginkoopportaal: (naleving|compliance)/);
    await pieter.page.goto(statusPage);
    await pieter.look("status: done");
    await sanne.page.reload();
    await sanne.look("request done");
    expect([...sanne.complaints, ...pieter.complaints, ...johanna.complaints]).toEqual([]);
  });
});
