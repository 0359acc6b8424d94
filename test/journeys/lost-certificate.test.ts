import { afterAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";

import { fillInApplicant, fillInPractice, goOn, onPage, sendAndConfirm } from "./counter.ts";
import { agree, claimAndApprove, findRequest, signIn } from "./desk.ts";
import { bothHands } from "./hands.ts";
import { confirmAndGoToBank, logInAtBank } from "./identity.ts";
import { install, PASSWORD } from "./installer.ts";
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

describe.each(walks<(typeof BOTH_WAYS)[number]>(BOTH_WAYS))("a certificate that was lost while it is valid, in $language at $width", ({ language, width }) => {
  const office = furnishedOffice();

  test("is refused with the way to ask, asked for by the practice, agreed to by two, and installed again once (R40, R52, D13)", { timeout: 900_000 }, async () => {
    const { baseUrl, loginUrl } = office;
    const outside = outsideOf(baseUrl);
    const secret = await newcomer(browser, baseUrl, { language, width });
    const zoe = await onlooker(browser, "zoe", { language, width });
    const hands = bothHands(zoe.page);
    const file = await install(zoe.page, baseUrl, secret, hands, passingBy);

    // Number and PIN alone do not do it: the page says why, and whom to ask.
    const askAnew = async () => {
      await zoe.page.context().clearCookies();
      await zoe.page.goto(`${baseUrl}/install`);
      await zoe.page.waitForLoadState("networkidle");
      await hands.fill('input[name="userNumber"]', secret.userNumber);
      await hands.fill('input[name="pin"]', secret.pin);
      await hands.press('main form:has(input[name="pin"]) button[type="submit"]');
    };
    await askAnew();
    const ask = zoe.page.locator('main a[href$="/apply/credential-request"]');
    await ask.waitFor();
    await zoe.look("refused while it is valid");

    // Sem asks for it, on the form that the page leads to.
    const sem = await onlooker(browser, "counter", { language, width });
    const counter = bothHands(sem.page);
    await sem.page.goto(`${baseUrl}/`);
    await sem.look("home");
    await sem.page.locator('main a[href$="/apply/credential-request"]').click();
    await sem.page.waitForURL(/\/apply\//);
    await sem.look("before the form");
    await counter.press('main form button[type="submit"]');
    await fillInPractice(sem.page, counter, passingBy);
    await onPage(sem.page, "asked");
    await counter.tick('input[name="credential.kind"][value="release"]');
    await sem.page.locator('input[name="credential.why"]').first().waitFor({ state: "attached" });
    await goOn(counter);
    await sem.page.locator('main [role="alert"]').first().waitFor();
    await sem.look("lost or stolen, with the error");
    await counter.tick('input[name="credential.why"][value="lost"]');
    await sem.look("lost");
    await goOn(counter);
    await onPage(sem.page, "user");
    await counter.fill('[name="user.number"]', secret.userNumber);
    await counter.fill('[name="user.name.initials"]', "Z.");
    await counter.fill('[name="user.name.prefix"]', "van der");
    await counter.fill('[name="user.name.surname"]', "Håkon");
    await sem.look("whose certificate");
    await goOn(counter);
    await fillInApplicant(sem.page, counter, passingBy);
    const { reference } = await sendAndConfirm(sem.page, outside, counter, sem.look);

    // Two look at it, and Fatima confirms.
    const sanne = await onlooker(browser, "sanne", { language, width });
    const desk = bothHands(sanne.page);
    await signIn(sanne.page, baseUrl, desk, "Sanne Mulder");
    await findRequest(sanne.page, baseUrl, reference, passingBy);
    await claimAndApprove(sanne.page, desk, sanne.look);
    const wim = await onlooker(browser, "wim", { language, width });
    const second = bothHands(wim.page);
    await signIn(wim.page, baseUrl, second, "Wim Bos");
    await findRequest(wim.page, baseUrl, reference, passingBy);
    await agree(wim.page, second, wim.look);
    const asked = await outside.mail(FATIMA, new RegExp(`${reference}[^]*/identify/|/identify/[^]*${reference}`));
    const fatima = await onlooker(browser, "identify", { language, width });
    await confirmAndGoToBank(fatima.page, linkIn(asked, "/identify"), bothHands(fatima.page), fatima.look);
    await logInAtBank(fatima.page, bothHands(fatima.page), "fatima", "exact");
    await outside.mail(ZOE, /opnieuw installeren|install [^.]*again/);
    await sem.page.reload();
    await sem.look("status: done");

    // The former one still works until she begins (D13): her page tells her that she may.
    const certificate = { origin: loginUrl, pfx: Buffer.from(file), passphrase: PASSWORD };
    const login = await onlooker(browser, "login", { language, width, certificate });
    const keys = bothHands(login.page);
    await login.page.goto(`${loginUrl}/my`);
    await keys.press('form[action="/login/authenticator"] button');
    await login.page.locator("svg[role=img]").waitFor();
    const phone = Phone.reading((await login.page.locator("[data-secret]").textContent()) ?? "");
    await typeCode(login.page, keys, await phone.code());
    await login.page.waitForURL(/\/my$/);
    await login.page.locator('main a[href="/install"]').waitFor();
    await login.look("my certificate with leave to install again");

    // Staff see on the account what was granted, and cannot propose it beside that.
    await sanne.page.goto(`${baseUrl}/customers/accounts/${secret.userNumber}`);
    await sanne.page.waitForLoadState("networkidle");
    await sanne.look("the account with what was granted");
    await desk.press('form[action*="/releases/"] button[value="withdrawn"]');
    await sanne.page.locator('form[action*="/releases/"]').waitFor({ state: "detached" });
    await sanne.look("withdrawn");

    // Staff's own way: propose, and a colleague agrees.
    await sanne.page.locator("details summary", { hasText: language === "nl" ? "opnieuw installeren" : "install" }).last().click();
    await desk.press('form[action$="/releases"] button');
    await sanne.page.locator('main [role="alert"]').first().waitFor();
    await sanne.look("proposing, with errors");
    await desk.tick('input[name="why"][value="lost"]');
    await desk.fill('textarea[name="note"]', "Belde zelf: laptop in de trein laten liggen.");
    await desk.press('form[action$="/releases"] button');
    await sanne.page.locator('form[action*="/releases/"]').waitFor();
    await sanne.look("proposed");
    await wim.page.goto(`${baseUrl}/customers/accounts/${secret.userNumber}`);
    await wim.page.waitForLoadState("networkidle");
    await wim.look("a colleague's proposal");
    await second.press('form[action*="/releases/"] button[value="granted"]');
    await wim.page.locator('form[action*="/releases/"] button[value="granted"]').waitFor({ state: "detached" });
    await wim.look("granted");

    // She installs again; what was lost opens nothing any more.
    await zoe.page.context().clearCookies();
    const again = await install(zoe.page, baseUrl, secret, hands, zoe.look);
    expect(Buffer.from(again).equals(Buffer.from(file))).toBe(false);
    await login.page.goto(`${loginUrl}/my`);
    expect(await login.page.locator("h1").textContent()).toBe(language === "nl" ? "Dit certificaat is vervangen" : "This certificate has been replaced");
    await sanne.page.goto(`${baseUrl}/customers/accounts/${secret.userNumber}`);
    await sanne.look("used");
    expect([...zoe.complaints, ...sem.complaints, ...fatima.complaints, ...sanne.complaints, ...wim.complaints, ...login.complaints].filter((said) => !/status of 4\d\d/.test(said))).toEqual([]);
  });
});
