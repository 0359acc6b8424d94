import { afterAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";

import { beginForm, fillInApplicant, fillInPractice, goOn, onPage, sendAndConfirm } from "./counter.ts";
import { claimAndApprove, findRequest, signIn } from "./desk.ts";
import { bothHands } from "./hands.ts";
import { confirmAndGoToBank, logInAtBank } from "./identity.ts";
import { downloadKeystore, install, PASSWORD } from "./installer.ts";
import { onlooker } from "./looking.ts";
import { newcomer } from "./newcomer.ts";
import { linkIn, outsideOf } from "./outside.ts";
import { Phone, typeCode } from "./phone.ts";
import { BOTH_WAYS, furnishedOffice } from "./places.ts";
import { walks } from "./walks.ts";

const [FATIMA, ZOE] = ["f.elidrissi@debrug.example", "z.vanderhakon@debrug.example"];
const passingBy = async () => undefined;

const browser = await openBrowser();
afterAll(() => browser.close());

describe.each(walks<(typeof BOTH_WAYS)[number]>(BOTH_WAYS))("a name that was corrected, in $language at $width", ({ language, width }) => {
  const office = furnishedOffice();

  test("its holder reads why, replaces the certificate alone, and the former one opens nothing any more (R107)", { timeout: 900_000 }, async () => {
    const { baseUrl, loginUrl } = office;
    const outside = outsideOf(baseUrl);
    const secret = await newcomer(browser, baseUrl, { language, width });
    const zoe = await onlooker(browser, "zoe", { language, width });
    const file = await install(zoe.page, baseUrl, secret, bothHands(zoe.page), passingBy);
    const certificate = { origin: loginUrl, pfx: Buffer.from(file), passphrase: PASSWORD };
    const first = await onlooker(browser, "login", { language, width, certificate });
    const hands = bothHands(first.page);
    await first.page.goto(`${loginUrl}/my`);
    await hands.press('form[action="/login/authenticator"] button');
    await first.page.locator("svg[role=img]").waitFor();
    const phone = Phone.reading((await first.page.locator("[data-secret]").textContent()) ?? "");
    await typeCode(first.page, hands, await phone.code());
    await first.page.waitForURL(/\/my$/);

    // Sem asks for her new name, Sanne looks, Fatima confirms.
    const sem = await onlooker(browser, "counter", { language, width });
    const counter = bothHands(sem.page);
    await beginForm(sem.page, baseUrl, counter, "data-change", passingBy);
    await fillInPractice(sem.page, counter, passingBy);
    await onPage(sem.page, "change");
    await counter.tick('input[name="change.kind"][value="user-name"]');
    await goOn(counter);
    await onPage(sem.page, "person");
    await counter.fill('[name="person.number"]', secret.userNumber);
    await counter.fill('[name="person.name.initials"]', "Z.");
    await counter.fill('[name="person.name.prefix"]', "van der");
    await counter.fill('[name="person.name.surname"]', "Håkon");
    await goOn(counter);
    await onPage(sem.page, "new");
    await counter.fill('[name="new.name.initials"]', "Z.");
    await counter.fill('[name="new.name.prefix"]', "de");
    await counter.fill('[name="new.name.surname"]', "Vries");
    await counter.fill('[name="new.givenName"]', "Zoë");
    await counter.tick('input[name="new.evidence"][value="civil-record"]');
    await goOn(counter);
    await fillInApplicant(sem.page, counter, passingBy);
    const { reference } = await sendAndConfirm(sem.page, outside, counter, passingBy);
    const sanne = await onlooker(browser, "desk", { language, width });
    const desk = bothHands(sanne.page);
    await signIn(sanne.page, baseUrl, desk, "Sanne Mulder");
    await findRequest(sanne.page, baseUrl, reference, passingBy);
    await claimAndApprove(sanne.page, desk, passingBy);
    const asked = await outside.mail(FATIMA, new RegExp(`${reference}[^]*/identify/|/identify/[^]*${reference}`));
    const fatima = await onlooker(browser, "identify", { language, width });
    await confirmAndGoToBank(fatima.page, linkIn(asked, "/identify"), bothHands(fatima.page), passingBy);
    await logInAtBank(fatima.page, bothHands(fatima.page), "fatima", "exact");

    const told = await outside.mail(ZOE, /uw certificaat staan, zijn gewijzigd|stand on your certificate were changed/);
    expect(told.text).not.toContain(secret.userNumber);
    await sanne.page.reload();
    await sanne.look("the effect waits for the user");

    // She reads it where she logs in, and has another one at once.
    await first.page.goto(`${loginUrl}/my`);
    await first.page.locator("main p", { hasText: language === "nl" ? "vernieuw nu" : "renew now" }).waitFor();
    await first.look("renew now");
    await hands.press('main a[href="/my/renewal"]');
    await first.page.locator('main button[type="button"]').waitFor();
    await first.page.waitForLoadState("networkidle");
    await first.look("before the key is made");
    const renewed = await downloadKeystore(first.page, hands, first.look);
    await first.look("done");

    await first.page.goto(`${loginUrl}/my`);
    expect(await first.page.locator("h1").textContent()).toBe(language === "nl" ? "Uw certificaat is ingetrokken" : "Your certificate has been revoked");
    const second = await onlooker(browser, "renewed", { language, width, certificate: { ...certificate, pfx: Buffer.from(renewed) } });
    await second.page.goto(`${loginUrl}/my`);
    await typeCode(second.page, bothHands(second.page), await phone.code());
    await second.page.waitForURL(/\/my$/);
    await second.page.getByText("Zoë de Vries").first().waitFor();
    expect(await second.page.locator("main a[href='/my/renewal']").count()).toBe(0);
    await second.look("with the new name");

    await sanne.page.reload();
    await sanne.look("the effect is done");
    await sanne.page.locator('main a[href^="/customers/accounts/"]').first().click();
    await sanne.page.waitForURL(/\/customers\/accounts\//);
    await sanne.look("the account");
    await sanne.page.locator('main a[href^="/certificates/"]').last().click();
    await sanne.page.waitForURL(/\/certificates\//);
    await sanne.look("a certificate");
    // What is refused is answered with its status, which Chromium reports.
    expect([...zoe.complaints, ...sem.complaints, ...fatima.complaints, ...sanne.complaints, ...second.complaints, ...first.complaints].filter((said) => !/status of 40[13]/.test(said))).toEqual([]);
  });
});
