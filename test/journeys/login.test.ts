import { afterAll, describe, expect, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";

import { bothHands } from "./hands.ts";
import { downloadKeystore, install, PASSWORD } from "./installer.ts";
import { onlooker } from "./looking.ts";
import { newcomer } from "./newcomer.ts";
import { outsideOf } from "./outside.ts";
import { Phone, typeCode } from "./phone.ts";
import { BOTH_WAYS, furnishedOffice } from "./places.ts";
import { walks } from "./walks.ts";

const browser = await openBrowser();
afterAll(() => browser.close());

describe.each(walks<(typeof BOTH_WAYS)[number]>(BOTH_WAYS))("a user's own certificate, in $language at $width", ({ language, width }) => {
  const office = furnishedOffice();

  // A long way, with codes of thirty seconds on it.
  test("opens My certificate with a code, is renewed by its user alone, and throws out when it is revoked", { timeout: 900_000 }, async () => {
    const { baseUrl, loginUrl } = office;
    const outside = outsideOf(baseUrl);
    const secret = await newcomer(browser, baseUrl, { language, width });

    // Without a certificate the page says where to go; then Zoë installs, and hears where she logs in.
    const zoe = await onlooker(browser, "zoe", { language, width });
    await zoe.page.goto(`${baseUrl}/my`);
    await zoe.look("no certificate here");
    expect(await zoe.page.locator(`main a[href="${loginUrl}/my"]`).count()).toBe(1);
    const file = await install(zoe.page, baseUrl, secret, bothHands(zoe.page), zoe.look);
    expect(await zoe.page.locator(`main a[href="${loginUrl}/my"]`).count()).toBe(1);

    // With it, the first time, she links an app.
    const certificate = { origin: loginUrl, pfx: Buffer.from(file), passphrase: PASSWORD };
    const first = await onlooker(browser, "login", { language, width, certificate });
    const hands = bothHands(first.page);
    await first.page.goto(`${loginUrl}/my`);
    await first.look("link an app");
    await hands.press('form[action="/login/authenticator"] button');
    await first.page.locator("svg[role=img]").waitFor();
    await first.look("the QR code");
    const phone = Phone.reading((await first.page.locator("[data-secret]").textContent()) ?? "");
    await typeCode(first.page, hands, "000000");
    await first.page.locator('[role="alert"]').waitFor();
    await first.look("a wrong code");
    await typeCode(first.page, hands, await phone.code());
    await first.page.waitForURL(/\/my$/);
    await first.look("my certificate");
    await hands.press("header summary");
    await first.page.getByText("P. Hendriks").waitFor();
    await first.look("my contact person");
    await first.page.goto(`${loginUrl}/my/logins`);
    await first.look("my logins");
    await first.page.goto(`${loginUrl}/my/renewal`);
    await first.look("too early to renew");
    expect(await first.page.locator("main button").count()).toBe(0);

    // Nearly two years later.
    const soon = new Date(Date.now() + (730 - 20) * 86_400_000).toISOString().slice(0, 10);
    await outside.moveClockTo(soon);
    await first.page.goto(`${loginUrl}/my`);
    await first.page.locator('input[name="code"]').waitFor();
    await first.look("logged out by time");
    await typeCode(first.page, hands, await phone.code());
    await first.page.waitForURL(/\/my$/);
    await first.look("nearly at its end");
    await hands.press('main a[href="/my/renewal"]');
    await first.page.locator('main button[type="button"]').waitFor();
    await first.page.waitForLoadState("networkidle");
    await first.look("renew: make the key");
    const renewed = await downloadKeystore(first.page, hands, first.look);
    await first.look("renew: done");

    // The new one works beside the old one.
    const second = await onlooker(browser, "renewed", { language, width, certificate: { ...certificate, pfx: Buffer.from(renewed) } });
    const newHands = bothHands(second.page);
    await second.page.goto(`${loginUrl}/my`);
    await typeCode(second.page, newHands, await phone.code());
    await second.page.waitForURL(/\/my$/);
    await second.look("my new certificate");
    await first.page.goto(`${loginUrl}/my`);
    await first.look("the old one beside the new one");

    // It was stolen: both go, and whoever was in is out.
    await newHands.press('main a[href="/my/revocation"]');
    await second.page.locator('input[name="why"]').first().waitFor({ state: "attached" });
    await newHands.press("main form button");
    await second.page.locator('[role="alert"]').waitFor();
    await second.look("revoke: what is missing");
    await newHands.tick('input[name="why"][value="stolen"]');
    await newHands.tick('input[name="sure"]');
    await newHands.press("main form button");
    await second.page.waitForURL(/\/login/);
    await second.look("revoked");
    await first.page.locator("main a[href='/my/logins']").first().click();
    await first.page.waitForURL(/\/login/);
    await first.look("thrown out");
    expect(await first.page.locator("h1").textContent()).toBe(language === "nl" ? "Uw certificaat is ingetrokken" : "Your certificate has been revoked");

    // What is refused is answered with its status, which Chromium reports.
    expect([...zoe.complaints, ...first.complaints, ...second.complaints].filter((said) => !/status of 403/.test(said))).toEqual([]);
  });
});
