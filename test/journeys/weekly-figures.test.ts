import { execFileSync } from "node:child_process";

import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";
import { walks } from "./walks.ts";

const here = oneOffice();

const SAID = {
  nl: { flow: "Doorstroom", this: "U krijgt deze pagina elke maandag per e-mail.", another: /Elke maandag per e-mail: Doorstroom, 4 weken \(alles\)/, none: "U krijgt geen cijfers per e-mail.", paper: "Rapportage: Doorstroom", title: "Cijfers van de week", rules: "Regels" },
  en: { flow: "Flow", this: "You get this page by e-mail every Monday.", another: /By e-mail every Monday: Flow, 4 weeks \(everything\)/, none: "You get no figures by e-mail.", paper: "Report: Flow", title: "Figures of the week", rules: "Rules" },
} as const;

const WAYS = [
  { language: "nl", width: 1280, hands: bothHands, who: "Els Kok" },
  { language: "en", width: 360, hands: keyboardAlone, who: "Ravi Sharma" },
] as const;

describe.each(walks<(typeof WAYS)[number]>(WAYS))("the figures of the week, in '$language' at $width", ({ language, width, hands: handsOn, who }) => {
  test("management asks for a page as it stands, sees what it gets, takes it along as a PDF, and stops it where the e-mail leads", async () => {
    const words = SAID[language];
    const one = await onlooker(here.browser, "weekly", { language, width });
    const { page } = one;
    const hands = handsOn(page);
    await signIn(page, here.office.baseUrl, hands, who);
    await page.goto(`${here.office.baseUrl}/reports/flow?span=weeks-4`);
    await page.locator("h1", { hasText: words.flow }).waitFor();
    await one.look("flow, not asked for");
    await hands.press('main form[action="/reports/weekly"] button');
    await page.getByText(words.this).waitFor();
    expect(page.url()).toContain("/reports/flow?span=weeks-4");
    await one.look("flow, asked for");

    // The button that was pressed is gone; the focus is with what became of it.
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest("[data-acts]")?.getAttribute("data-acts") ?? document.activeElement?.getAttribute("data-acts"))).toBe("weekly");

    const [file] = await Promise.all([page.waitForEvent("download"), hands.press('main form[action="/reports/pdf"] button')]);
    expect(file.suggestedFilename()).toMatch(/^(cijfers|figures)-(doorstroom|flow)-[\d-]+\.pdf$/);
    const text = execFileSync("pdftotext", ["-layout", await file.path(), "-"], { encoding: "utf8" });
    expect(text).toContain(words.paper);
    if (process.env["ZEGEL_PICTURES"]) await file.saveAs(`${process.env["ZEGEL_PICTURES"]}/flow-${language}.pdf`);

    // Another page says which one comes.
    await page.goto(`${here.office.baseUrl}/reports`);
    await page.getByText(words.another).waitFor();
    await one.look("now, while another page is sent");
    const [now] = await Promise.all([page.waitForEvent("download"), hands.press('main form[action="/reports/pdf"] button')]);
    if (process.env["ZEGEL_PICTURES"]) await now.saveAs(`${process.env["ZEGEL_PICTURES"]}/now-${language}.pdf`);
    await page.goto(`${here.office.baseUrl}/reports/rules`);
    await page.locator("h1", { hasText: words.rules }).waitFor();
    await one.look("rules");
    const [rules] = await Promise.all([page.waitForEvent("download"), hands.press('main form[action="/reports/pdf"] button')]);
    if (process.env["ZEGEL_PICTURES"]) await rules.saveAs(`${process.env["ZEGEL_PICTURES"]}/rules-${language}.pdf`);

    await hands.press('main [data-acts="weekly"] a');
    await page.locator("h1", { hasText: words.title }).waitFor();
    await one.look("what one gets");
    await hands.press('main form[action="/reports/weekly/end"] button');
    await page.getByText(words.none).waitFor();
    await one.look("stopped");
    expect(one.complaints).toEqual([]);
    await page.context().close();
  });
});
