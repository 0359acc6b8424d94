import { afterAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";

import { beginForm, fillInApplicant, fillInPractice, goOn, onPage, sendAndConfirm } from "./counter.ts";
import { claimAndApprove, findRequest, signIn, userNumberOf } from "./desk.ts";
import { bothHands } from "./hands.ts";
import { confirmAndGoToBank, logInAtBank } from "./identity.ts";
import { onlooker } from "./looking.ts";
import { linkIn, outsideOf } from "./outside.ts";
import { BOTH_WAYS, furnishedOffice } from "./places.ts";

/** Pieter, the contact of De Brug. */
const CONTACT = "p.hendriks@debrug.example";
const FATIMA = "f.elidrissi@debrug.example";
/** A colleague whose mailbox has no other confirmation in it. */
const ELIF = { initials: "E.", surname: "Kaya", email: "e.kaya@debrug.example", phone: "06 12345672", position: "Assistent" };

/** Who asks for the software's certificate, with a mailbox of their own. */
const SOFTWARE_ASKS = { initials: "M.", surname: "Beheer", email: "m.beheer@debrug.example", phone: "06 12345673", position: "Beheerder" };

const browser = await openBrowser();
afterAll(() => browser.close());

describe.each(BOTH_WAYS)("a revocation, in $language at $width", ({ language, width }) => {
  const office = furnishedOffice();

  /** The form for a system certificate, from the counter to the e-mail with its number. */
  async function askForSoftware(outside: ReturnType<typeof outsideOf>): Promise<void> {
    const asks = await onlooker(browser, "software counter", { language, width });
    const hands = bothHands(asks.page);
    await beginForm(asks.page, office.baseUrl, hands, "system-certificate", asks.look);
    await fillInPractice(asks.page, hands, asks.look);
    await onPage(asks.page, "what");
    await hands.tick('input[name="system.what"][value="new"]');
    await asks.look("what");
    await goOn(hands);
    await onPage(asks.page, "system");
    await hands.fill('[name="system.software"]', "TandPlan");
    await hands.fill('[name="system.supplier"]', "Plan B.V.");
    await hands.fill('[name="system.email"]', "beheer@tandplan.example");
    await asks.look("software");
    await goOn(hands);
    await onPage(asks.page, "services");
    await hands.tick('input[name^="services"][value="claims"]');
    await asks.look("services of software");
    await goOn(hands);
    await onPage(asks.page, "addresses");
    await hands.fill('[name="system.addresses"]', "203.0.113.7");
    await hands.tick('input[name="system.understood"]');
    await asks.look("addresses");
    await goOn(hands);
    await fillInApplicant(asks.page, hands, asks.look, SOFTWARE_ASKS);
    const { reference } = await sendAndConfirm(asks.page, outside, hands, asks.look, SOFTWARE_ASKS.email);
    const sanne = await onlooker(browser, "software desk", { language, width });
    const desk = bothHands(sanne.page);
    await signIn(sanne.page, office.baseUrl, desk, "Sanne Mulder");
    await findRequest(sanne.page, office.baseUrl, reference, sanne.look);
    await claimAndApprove(sanne.page, desk, sanne.look);
    const asked = await outside.mail(FATIMA, new RegExp(`${reference}[^]*/identify/|/identify/[^]*${reference}`));
    const fatima = await onlooker(browser, "software identify", { language, width });
    const phone = bothHands(fatima.page);
    await confirmAndGoToBank(fatima.page, linkIn(asked, "/identify"), phone, fatima.look);
    await logInAtBank(fatima.page, phone, "fatima", "exact");
    await outside.mail(FATIMA, /Gebruikersnummer/);
    expect([...asks.complaints, ...sanne.complaints, ...fatima.complaints]).toEqual([]);
  }

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

  test("of a system certificate warns, is identified, and revokes what was asked for before", async () => {
    const outside = outsideOf(office.baseUrl);
    await askForSoftware(outside);
    const elif = await onlooker(browser, "system counter", { language, width });
    const hands = bothHands(elif.page);
    await beginForm(elif.page, office.baseUrl, hands, "revocation", elif.look);
    await fillInPractice(elif.page, hands, elif.look);
    await onPage(elif.page, "kind");
    await hands.tick('input[name="revocation.kind"][value="system"]');
    await goOn(hands);
    await onPage(elif.page, "system");
    await hands.fill('[name="system.software"]', "TandPlan");
    await hands.tick('input[name="system.reason"][value="compromised"]');
    await elif.look("system");
    await goOn(hands);
    await onPage(elif.page, "revocation");
    await hands.tick('input[name="revocation.moment"][value="now"]');
    await hands.tick('input[name="revocation.software"]');
    await elif.look("when");
    await goOn(hands);
    await fillInApplicant(elif.page, hands, elif.look, ELIF);
    const { reference, statusPage } = await sendAndConfirm(elif.page, outside, hands, elif.look, ELIF.email);

    const sanne = await onlooker(browser, "system desk", { language, width });
    const desk = bothHands(sanne.page);
    await signIn(sanne.page, office.baseUrl, desk, "Sanne Mulder");
    await findRequest(sanne.page, office.baseUrl, reference, sanne.look);
    await claimAndApprove(sanne.page, desk, sanne.look);
    const asked = await outside.mail(FATIMA, new RegExp(`${reference}[^]*/identify/|/identify/[^]*${reference}`));
    const fatima = await onlooker(browser, "system identify", { language, width });
    const phone = bothHands(fatima.page);
    await confirmAndGoToBank(fatima.page, linkIn(asked, "/identify"), phone, fatima.look);
    await logInAtBank(fatima.page, phone, "fatima", "exact");

    expect((await outside.mail(CONTACT, /systeemcertificaat is ingetrokken/)).text).toContain(reference);
    await elif.page.goto(statusPage);
    await elif.look("status: done");
    expect([...elif.complaints, ...sanne.complaints, ...fatima.complaints]).toEqual([]);
  });
});
