import { afterAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";

import { beginForm, fillInApplicant, fillInPractice, goOn, onPage, SEM_ASKS, sendAndConfirm } from "./counter.ts";
import { claimAndApprove, findRequest, signIn, userNumberOf } from "./desk.ts";
import { bothHands } from "./hands.ts";
import { confirmAndGoToBank, logInAtBank } from "./identity.ts";
import { onlooker } from "./looking.ts";
import { linkIn, outsideOf } from "./outside.ts";
import { furnishedOffice } from "./places.ts";

const FATIMA = "f.elidrissi@debrug.example";

const browser = await openBrowser();
afterAll(() => browser.close());

describe.each([
  { language: "nl" as const, width: 1280, becomes: /gaat eraf/ },
  { language: "en" as const, width: 360, becomes: /taken away/ },
])("a change of what a user may do, in $language at $width", ({ language, width, becomes }) => {
  const office = furnishedOffice();

  test("is asked with the number and the name, judged old to new, confirmed and done", async () => {
    const outside = outsideOf(office.baseUrl);
    const sanne = await onlooker(browser, "desk", { language, width });
    const desk = bothHands(sanne.page);
    await signIn(sanne.page, office.baseUrl, desk, "Sanne Mulder");
    const userNumber = await userNumberOf(sanne.page, office.baseUrl, "Jansen");

    const sem = await onlooker(browser, "counter", { language, width });
    const hands = bothHands(sem.page);
    await beginForm(sem.page, office.baseUrl, hands, "authorisation-change", sem.look);
    await fillInPractice(sem.page, hands, sem.look);
    await onPage(sem.page, "reason");
    await hands.tick('input[name="reason"][value="not-contact"]');
    await goOn(hands);
    await onPage(sem.page, "user");
    await hands.fill('[name="user.number"]', "1234");
    await goOn(hands);
    await sem.page.locator('[aria-invalid="true"]').first().waitFor();
    await sem.look("user with errors");
    await hands.fill('[name="user.number"]', userNumber.replace(/(.{4})/g, "$1 "));
    await hands.fill('[name="user.name.initials"]', "S");
    await hands.fill('[name="user.name.surname"]', "Jansen");
    await sem.look("user");
    await goOn(hands);
    await onPage(sem.page, "change");
    await hands.tick('input[name="change.kind"][value="both"]');
    await sem.look("change");
    await goOn(hands);
    await onPage(sem.page, "grant");
    await hands.tick('input[name^="change.grant"][value="authorisations"]');
    await sem.look("grant");
    await goOn(hands);
    await onPage(sem.page, "withdraw");
    // Whatever the user has, the form offers the same.
    for (const service of ["cov", "claims"]) await hands.tick(`input[name^="change.withdraw"][value="${service}"]`);
    await sem.look("withdraw");
    await goOn(hands);
    await fillInApplicant(sem.page, hands, sem.look);
    const { reference, statusPage } = await sendAndConfirm(sem.page, outside, hands, sem.look);

    await findRequest(sanne.page, office.baseUrl, reference, sanne.look);
    await sanne.page.locator("main td", { hasText: becomes }).first().waitFor();
    await claimAndApprove(sanne.page, desk, sanne.look);

    const asked = await outside.mail(FATIMA, new RegExp(`${reference}[^]*/identify/|/identify/[^]*${reference}`));
    const fatima = await onlooker(browser, "identify", { language, width });
    const phone = bothHands(fatima.page);
    await confirmAndGoToBank(fatima.page, linkIn(asked, "/identify"), phone, fatima.look);
    await logInAtBank(fatima.page, phone, "fatima", "exact");

    const told = await outside.mail(SEM_ASKS.applicant.email, /autorisaties van|authorisations of/);
    expect(told.text).toContain("Machtigingenportaal");
    await sem.page.goto(statusPage);
    await sem.look("status: done");
    await sanne.page.reload();
    await sanne.look("request done");
    expect([...sanne.complaints, ...sem.complaints, ...fatima.complaints]).toEqual([]);
  });
});
