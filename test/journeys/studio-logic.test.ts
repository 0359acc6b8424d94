import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";

let browser: Browser;
let office: RunningOffice;

beforeAll(async () => {
  [browser, office] = await Promise.all([openBrowser(), startOffice({ furnished: inject("furnishedOffice") })]);
});
afterAll(async () => {
  await Promise.all([browser.close(), office.stop()]);
});

describe("the studio: a kind of request on one page", () => {
  test("is read from the first question to the last message", async () => {
    const tom = await onlooker(browser, "studio-logic", { language: "nl", width: 1280 });
    await signIn(tom.page, office.baseUrl, bothHands(tom.page), "Tom Smit");
    await tom.page.goto(`${office.baseUrl}/studio/definitions/request-type/new-user`);
    await tom.page.locator("main a", { hasText: "Alles op één pagina" }).click();
    await tom.page.locator("h1", { hasText: "alles op één pagina" }).waitFor();
    const text = await tom.page.locator("main").innerText();
    for (const said of ["Als: De soort AGB-code is “zorgverlener”.", "Account aanmaken", "Na goedkeuring moet iemand zich identificeren."]) expect(text).toContain(said);
    // A word that has no words yet shows as the name that the code has for it.
    expect(text).not.toMatch(/form-builder\.|logic\.|screening\.[a-z-]+\b/);
    await tom.look("everything on one page");

    const mei = await onlooker(browser, "studio-logic", { language: "en", width: 360 });
    const hands = keyboardAlone(mei.page);
    await signIn(mei.page, office.baseUrl, hands, "Mei Chen");
    await mei.page.goto(`${office.baseUrl}/studio/definitions/request-type/contact-change/logic`);
    await hands.press('nav a[href="#messages"]');
    await mei.look("everything on one page, on a phone");
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });
});
