import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { fillInApplicant, fillInPractice, fillInUser, goOn, onPage, sendAndConfirm, SEM_ASKS } from "./counter.ts";
import { agree, claimAndApprove, findRequest, signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";
import { outsideOf } from "./outside.ts";

const here = oneOffice();

const SAID = { nl: "De aanvrager zegt dat een collega al toegang heeft.", en: "The applicant says that a colleague has access already." };

async function save(page: Page): Promise<void> {
  await page.locator("main form button", { hasText: /^(Opslaan|Save)/ }).first().click();
  await page.getByText(/^(Opgeslagen|Saved)$/).waitFor();
}

describe("a question more on a form, and a rule about its answer (D15)", () => {
  test("somebody who touches only the studio adds both, a colleague publishes them, and the desk is asked for a second check, with the sentence of the rule", async () => {
    const tom = await onlooker(here.browser, "second-check", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio/definitions/request-type/new-user`);
    await page.locator('main form:has([name="title"]) button, main form[action$="/new-change"] button').first().click();
    await page.locator("#part-form").click();
    await page.locator("#page-1").click();
    await page.locator("#add-field-1").click();
    await page.locator("#new-field-1").fill("Heeft een collega al toegang?");
    await page.locator("#new-kind-1").selectOption("choice");
    await page.locator("#put-field-1").click();
    await page.locator("#f-1-2-label-en").fill("Does a colleague have access already?");
    await tom.look("a question more");
    // What the answer means to the rules.
    await page.locator("#part-meaning").click();
    await page.locator("#rt-fact-new").selectOption("access.claimed");
    await page.locator("#rt-fact-add").click();
    const fact = page.locator('[id="rt-fact-access.claimed"]');
    await fact.selectOption((await fact.locator("option", { hasText: "Heeft een collega al toegang?" }).getAttribute("value")) ?? "");
    await page.getByText("In orde").first().waitFor();
    await tom.look("what its answer means");
    await save(page);
    await page.locator("main p a", { hasText: "wijzigen" }).click();

    await page.locator('select[name="what"]').selectOption("rule-set/new-user.screening");
    await page.locator("main form button", { hasText: "Toevoegen" }).click();
    await page.locator("[data-add-rule] input").waitFor();
    const count = await page.locator("[data-rule]").count();
    const part = (path: string) => page.locator(`[data-path="rules.${count}.${path}"]`);
    await page.locator("[data-add-rule] input").fill("Collega heeft al toegang");
    await page.keyboard.press("Enter");
    await part("conditions.all.0.fact").selectOption("access.claimed");
    await part("conditions.all.0.value").selectOption("yes");
    const rule = page.locator(`#rule-${count}`);
    for (const language of ["nl", "en"] as const) await rule.locator(`textarea[lang="${language}"]`).fill(SAID[language]);
    await part("severity").selectOption("warn");
    await part("source").fill("D15");
    await part("event.params.route").selectOption("review-four-eyes");
    await tom.look("a rule about it");
    await example(page, ["Een collega heeft al toegang", "A colleague has access already"], "yes");
    await example(page, ["Geen collega heeft toegang", "No colleague has access"], "no");
    await page.locator("a[href='#findings']", { hasText: "In orde" }).waitFor();
    await page.locator("main form button", { hasText: "Opslaan" }).click();
    await page.locator("[role=status]", { hasText: "Opgeslagen" }).waitFor();
    await page.locator("main p a", { hasText: "wijzigen" }).first().click();
    await page.locator('textarea[name="reason"]').fill("Wie al toegang heeft, vraagt soms per ongeluk nog eens.");
    await tom.look("the change, with its form and its rules");
    await page.locator("main form button", { hasText: "Voorleggen" }).click();
    await page.getByText("U werkte zelf aan deze wijziging").waitFor();

    const mei = await onlooker(here.browser, "second-check", { language: "en", width: 360 });
    await signIn(mei.page, here.office.baseUrl, keyboardAlone(mei.page), "Mei Chen");
    await mei.page.goto(page.url());
    await mei.look("the change, on a phone");
    await keyboardAlone(mei.page).press('form[action$="/approval"] button');
    await mei.page.getByText("published by Mei Chen").waitFor();

    const sem = await onlooker(here.browser, "second-check-counter", { language: "en", width: 360 });
    const hands = keyboardAlone(sem.page);
    await sem.page.goto(`${here.office.baseUrl}/apply/new-user`);
    await hands.press('main form button[type="submit"]');
    await fillInPractice(sem.page, hands, sem.look);
    await onPage(sem.page, "reason");
    await hands.tick('input[name="reason"][value="contact-absent"]');
    await hands.tick('input[name="absence"][value="temporary"]');
    await sem.page.getByText("Does a colleague have access already?").waitFor();
    await hands.tick('input[type="radio"]:not([name="reason"], [name="absence"])[value="yes"]');
    await sem.look("the question");
    await goOn(hands);
    await fillInUser(sem.page, hands);
    await goOn(hands);
    await onPage(sem.page, "services");
    for (const service of SEM_ASKS.services) await hands.tick(`input[name^="services"][value="${service}"]`);
    await goOn(hands);
    await fillInApplicant(sem.page, hands, sem.look);
    const { reference } = await sendAndConfirm(sem.page, outsideOf(here.office.baseUrl), hands, sem.look);

    const sanne = await onlooker(here.browser, "second-check-desk", { language: "nl", width: 1280 });
    await signIn(sanne.page, here.office.baseUrl, bothHands(sanne.page), "Sanne Mulder");
    await findRequest(sanne.page, here.office.baseUrl, reference, sanne.look);
    await sanne.page.getByText(SAID.nl).first().waitFor();
    await sanne.page.getByText("Heeft een collega al toegang?").first().waitFor();
    await claimAndApprove(sanne.page, bothHands(sanne.page), sanne.look);
    // Not approved yet, and not by her.
    await sanne.page.getByText("Een collega doet de tweede controle").first().waitFor();
    const wim = await onlooker(here.browser, "second-check-desk", { language: "en", width: 360 });
    await signIn(wim.page, here.office.baseUrl, bothHands(wim.page), "Wim Bos");
    await wim.page.goto(sanne.page.url());
    await wim.page.getByText(SAID.en).first().waitFor();
    await agree(wim.page, bothHands(wim.page), wim.look);
    expect([...tom.complaints, ...mei.complaints, ...sem.complaints, ...sanne.complaints, ...wim.complaints]).toEqual([]);
  });
});

/** A worked example with one answer, which expects what comes out. */
async function example(page: Page, [nl, en]: readonly [string, string], answer: string): Promise<void> {
  await page.locator("[data-add-example]").click();
  const index = ((await page.locator("[id^='example-']").getAttribute("id")) ?? "").replace("example-", "");
  await page.locator(`[data-path="examples.${index}.title.nl"]`).fill(nl);
  await page.locator(`[data-path="examples.${index}.title.en"]`).fill(en);
  await page.locator(`[data-add-fact="examples.${index}.facts"] select`).selectOption("access.claimed");
  await page.locator(`[data-add-fact="examples.${index}.facts"] button`).click();
  await page.locator(`[data-path="examples.${index}.facts.access.claimed"]`).selectOption(answer);
  await page.locator("[data-example][aria-expanded=true]").getByText(/Gaat anders|Klopt/).waitFor();
  const take = page.getByRole("button", { name: "Overnemen wat eruit komt" });
  if ((await take.count()) > 0) await take.click();
  await page.locator("[data-example][aria-expanded=true]").getByText("Klopt").waitFor();
}
