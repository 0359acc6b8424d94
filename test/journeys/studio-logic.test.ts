import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

describe("the studio: a kind of request on one page", () => {
  test("is read from the first question to the last message", async () => {
    const tom = await onlooker(here.browser, "studio-logic", { language: "nl", width: 1280 });
    await signIn(tom.page, here.office.baseUrl, bothHands(tom.page), "Tom Smit");
    await tom.page.goto(`${here.office.baseUrl}/studio/definitions/request-type/new-user`);
    await tom.page.locator("main a", { hasText: "Alles op één pagina" }).click();
    await tom.page.locator("h1", { hasText: "alles op één pagina" }).waitFor();
    const text = await tom.page.locator("main").innerText();
    for (const said of ["Als: De soort AGB-code is “zorgverlener”.", "Account aanmaken", "Na goedkeuring moet iemand zich identificeren."]) expect(text).toContain(said);
    // A word that has no words yet shows as the name that the code has for it.
    expect(text).not.toMatch(/form-builder\.|logic\.|screening\.[a-z-]+\b/);
    await tom.look("everything on one page");

    const mei = await onlooker(here.browser, "studio-logic", { language: "en", width: 360 });
    const hands = keyboardAlone(mei.page);
    await signIn(mei.page, here.office.baseUrl, hands, "Mei Chen");
    await mei.page.goto(`${here.office.baseUrl}/studio/definitions/request-type/contact-change/logic`);
    await hands.press('nav a[href="#messages"]');
    await mei.look("everything on one page, on a phone");
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });
});
