import { afterAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";

import { fillInApplicant, goOn, type Looking, onPage, SEM_ASKS, sendForm } from "./counter.ts";
import { claimAndApprove, findRequest, signIn, userNumberOf } from "./desk.ts";
import { bothHands, type Hands } from "./hands.ts";
import { confirmAndGoToBank, logInAtBank } from "./identity.ts";
import { onlooker } from "./looking.ts";
import { linkIn, outsideOf } from "./outside.ts";
import { BOTH_WAYS, furnishedOffice } from "./places.ts";

/** Fatima, the main contact of De Brug. */
const FATIMA = "f.elidrissi@debrug.example";

const browser = await openBrowser();
afterAll(() => browser.close());

describe.each(BOTH_WAYS)("a request for a number or a PIN, in $language at $width", ({ language, width }) => {
  const office = furnishedOffice();

  test("a PIN is confirmed by the main contact and goes by letter; a number goes to the main contact alone", async () => {
    const outside = outsideOf(office.baseUrl);
    const sanne = await onlooker(browser, "desk", { language, width });
    const desk = bothHands(sanne.page);
    await signIn(sanne.page, office.baseUrl, desk, "Sanne Mulder");
    const userNumber = await userNumberOf(sanne.page, office.baseUrl, "Jansen");

    const sem = await onlooker(browser, "counter", { language, width });
    const hands = bothHands(sem.page);
    await sem.page.goto(`${office.baseUrl}/`);
    await sem.look("home");
    await sem.page.locator('a[href$="/apply/credential-request"]').click();
    await sem.page.waitForURL(/\/apply\//);
    await sem.look("before the form");
    const pin = await ask(sem, hands, "pin", async () => {
      await hands.fill('[name="user.number"]', "1234");
      await goOn(hands);
      await sem.page.locator('[aria-invalid="true"]').first().waitFor();
      await sem.look("user with errors");
      await hands.fill('[name="user.number"]', userNumber);
    });
    await findRequest(sanne.page, office.baseUrl, pin, sanne.look);
    await claimAndApprove(sanne.page, desk, sanne.look);
    const asked = await outside.mail(FATIMA, new RegExp(`${pin}[^]*/identify/|/identify/[^]*${pin}`));
    const fatima = await onlooker(browser, "identify", { language, width });
    const phone = bothHands(fatima.page);
    await confirmAndGoToBank(fatima.page, linkIn(asked, "/identify"), phone, fatima.look);
    await logInAtBank(fatima.page, phone, "fatima", "exact");
    expect((await outside.mail(SEM_ASKS.applicant.email, /nieuwe pincode voor|new PIN for/)).text).toContain(pin);
    await sem.page.reload();
    await sem.look("status: a letter is made");
    await sem.page.getByText(language === "nl" ? "Pincode per brief" : "PIN by letter", { exact: true }).waitFor();
    await sanne.page.reload();
    await sanne.look("a letter is made");

    await sem.page.goto(`${office.baseUrl}/apply/credential-request`);
    const again = await ask(sem, hands, "number", async () => expect(await sem.page.locator('[name="user.number"]').count()).toBe(0));
    await findRequest(sanne.page, office.baseUrl, again, sanne.look);
    await claimAndApprove(sanne.page, desk, sanne.look);
    const told = await outside.mail(SEM_ASKS.applicant.email, new RegExp(`Uw vraag ${again} is afgehandeld|Your question ${again} has been dealt with`));
    expect(told.text).not.toContain(userNumber);
    const sent = await outside.mail(FATIMA, /Het gebruikersnummer van|The user number of/);
    expect(sent.text).toContain(userNumber);
    await sem.page.reload();
    await sem.look("status: dealt with");
    expect([...sanne.complaints, ...sem.complaints, ...fatima.complaints]).toEqual([]);

    /** Fills in and confirms the form, from the page before it; ends on the status page, and answers the reference. */
    async function ask(who: { page: typeof sem.page; look: Looking }, with_: Hands, kind: string, aboutUser: () => Promise<unknown>): Promise<string> {
      await with_.press('main form button[type="submit"]');
      await onPage(who.page, "practice");
      await with_.fill('[name="practice.agbCode"]', SEM_ASKS.practice.agbCode);
      await with_.fill('[name="practice.kvkNumber"]', SEM_ASKS.practice.kvkNumber);
      await goOn(with_);
      await onPage(who.page, "asked");
      await with_.tick(`input[name="credential.kind"][value="${kind}"]`);
      await who.look(`asked ${kind}`);
      await goOn(with_);
      await onPage(who.page, "user");
      await aboutUser();
      await with_.fill('[name="user.name.initials"]', "S");
      await with_.fill('[name="user.name.surname"]', "Jansen");
      await who.look(`user ${kind}`);
      await goOn(with_);
      await fillInApplicant(who.page, with_, who.look);
      await onPage(who.page, "review");
      await who.look(`review ${kind}`);
      const before = (await outside.mailsTo(SEM_ASKS.applicant.email)).map(({ messageId }) => messageId);
      await sendForm(who.page, with_);
      const confirm = await outside.mail(SEM_ASKS.applicant.email, /\/confirm\//);
      const newest = before.includes(confirm.messageId) ? await newer(before) : confirm;
      await who.page.goto(linkIn(newest, "/confirm"));
      await with_.press('main form[method="post"] button[type="submit"]');
      await who.page.waitForURL(/\/status\//);
      await who.look(`status ${kind}`);
      return /ZG-\d+/.exec(newest.text)?.[0] ?? "";
    }

    async function newer(before: string[]) {
      for (;;) {
        const found = (await outside.mailsTo(SEM_ASKS.applicant.email)).find(({ messageId, text }) => !before.includes(messageId) && text.includes("/confirm/"));
        if (found) return found;
        await new Promise((done) => setTimeout(done, 200));
      }
    }
  });
});
