import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

describe("the studio's profiles of certificates (RFC 5280)", () => {
  test("what a certificate says is changed in fields, seen beside, and told where it cannot be so; Enter saves nothing, and with Ctrl it does", async () => {
    const tom = await onlooker(here.browser, "studio-profile", { language: "nl", width: 1280 });
    const { page } = tom;
    const part = (path: string) => page.locator(`[data-path="${path}"]`);
    const says = (what: string) => page.locator(`[data-says="${what}"] td`);
    const found = (text: string) => page.locator("#findings li", { hasText: text });
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio/definitions/certificate-profile/personal`);
    await page.locator("main form button", { hasText: "Wijzigen" }).first().click();
    await part("kind").waitFor();
    await tom.look("a kind of certificate");
    expect(await says("CN").innerText()).toBe("Z. van der Håkon");
    expect(await page.locator("[data-says]").count()).toBe(13);

    await part("validity.years").fill("5");
    await found("Dit getal is te groot").getByRole("button").click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-path"))).toBe("validity.years");
    await part("validity.years").fill("1");
    await part("policyOid").fill("1.3.6.1.4.1.32473.1.2");
    await found("Het profiel system heeft dit beleid al.").waitFor();
    await part("policyOid").fill("1.3.6.1.4.1.32473.1.9");
    await part("subject.4.value").fill("arts");
    await found("Kies hier een gegeven van de houder").waitFor();
    await tom.look("what cannot be so");
    await part("subject.4.value").fill("ARTS");
    expect(await says("CN").innerText()).toBe("ARTS Z. van der Håkon");
    await page.locator('[data-subject="4"] [data-act="up"]').click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-act"))).toBe("up");
    await part("keyUsages").getByText("(nonRepudiation)").click();
    await says("2.5.29.15").getByText("(nonRepudiation)").waitFor();
    await page.getByText("De vorm klopt").waitFor();

    await part("key.maxBits").fill("8192");
    await page.keyboard.press("Enter");
    await page.locator("[role=status]", { hasText: "Nog niet opgeslagen" }).waitFor();
    expect(await page.locator('input[name="revision"]').first().inputValue()).toBe("0");
    await page.keyboard.press("Control+Enter");
    await page.locator("[role=status]", { hasText: /^Opgeslagen/ }).waitFor();
    expect(await page.locator('input[name="revision"]').first().inputValue()).toBe("1");
    await page.locator("ins", { hasText: "8192" }).first().waitFor();
    await tom.look("saved, with what changes");
    const address = page.url();

    const mei = await onlooker(here.browser, "studio-profile", { language: "en", width: 768 });
    const hands = keyboardAlone(mei.page);
    await signIn(mei.page, here.office.baseUrl, hands, "Mei Chen");
    await mei.page.goto(address);
    await mei.page.locator('[data-path="kind"]').waitFor();
    await hands.press("[data-add-part]");
    await mei.page.locator('[data-subject="5"]').waitFor();
    expect(await mei.page.evaluate(() => document.activeElement?.getAttribute("data-path"))).toBe("subject.5.attribute");
    await mei.page.locator("#findings li", { hasText: "is there twice" }).waitFor();
    await hands.press('[data-subject="5"] [data-act="remove"]');
    await mei.page.locator("a[href='#findings']", { hasText: "All right" }).waitFor();
    await mei.look("a kind of certificate, on a tablet");
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });
});
