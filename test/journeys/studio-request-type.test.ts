import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { beginForm, fillInApplicant, fillInPractice, goOn, onPage, sendAndConfirm, SEM_ASKS } from "./counter.ts";
import { claimAndApprove, findRequest, signIn, tickOff } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";
import { outsideOf } from "./outside.ts";

const here = oneOffice();

/** Both wordings of one text. */
async function word(page: Page, name: string, nl: string, en: string): Promise<void> {
  await page.locator(`#${name}-nl`).fill(nl);
  await page.locator(`#${name}-en`).fill(en);
}

async function save(page: Page): Promise<void> {
  await page.locator("main form button", { hasText: /^(Opslaan|Save)/ }).click();
  await page.getByText(/^(Opgeslagen|Saved)$/).waitFor();
}

/** Types in a field, and answers how long it took from each key to the picture that shows it, the shortest first; what took less than 16 ms counts as that. */
async function timesToPaint(page: Page, selector: string, words: string): Promise<number[]> {
  await page.locator(selector).fill("");
  await page.locator(selector).focus();
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => seen.push(...list.getEntries().flatMap((entry) => (entry.name === "keydown" ? [entry.duration] : [])))).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  await page.keyboard.type(words, { delay: 60 });
  expect(await page.locator(selector).inputValue()).toBe(words);
  await page.waitForTimeout(500);
  const seen = (await page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen)).sort((one, other) => one - other);
  return [...Array.from({ length: words.length - seen.length }, () => 16), ...seen];
}

describe("the form builder", () => {
  test("a new kind of request is made from nothing, published by a colleague, asked for, approved and done by hand", async () => {
    const tom = await onlooker(here.browser, "studio-type", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio`);
    await page.locator('main input[name="title"]').fill("Vragen over facturen");
    await page.locator('form[action$="/new-change"] button').click();
    await page.locator('select[name="kind"]').selectOption("request-type");
    await page.locator('input[name="key"]').fill("vraag-factuur");
    await page.locator("main form button", { hasText: "Nieuw maken" }).click();
    await page.locator("#part-general").waitFor();
    await tom.look("a kind of request from nothing");

    await page.locator("#part-general").click();
    await word(page, "rt-title", "Vraag over een factuur", "Question about an invoice");
    await word(page, "rt-intro", "Klopt een factuur niet, of is er iets onduidelijk? Stel hier uw vraag.", "Is an invoice wrong, or is something not clear? Ask your question here.");
    await tom.look("its name and channels");

    // A page of his own, a choice on it, and a text that is asked only after one of the answers.
    await page.locator("#part-form").click();
    await page.locator("#new-page").fill("De factuur");
    await page.locator("#new-page").press("Enter");
    expect(await page.locator("#p-2-title-nl").evaluate((input) => document.activeElement === input)).toBe(true);
    await word(page, "p-2-title", "Om welke factuur gaat het?", "Which invoice is it about?");
    await word(page, "p-2-intro", "Houd de factuur bij de hand.", "Have the invoice at hand.");
    await word(page, "p-2-short", "Factuur", "Invoice");
    await page.locator("#field-2-0").click();
    await word(page, "f-2-0-label", "Wat is het nummer van de factuur?", "What is the number of the invoice?");
    await page.locator("#add-field-2").click();
    await page.locator("#new-field-2").fill("Waar gaat uw vraag over?");
    await page.locator("#new-kind-2").selectOption("choice");
    await tom.look("a new field");
    await page.locator("#put-field-2").click();
    expect(await page.locator("#f-2-1-label-nl").inputValue()).toBe("Waar gaat uw vraag over?");
    await page.locator("#f-2-1-label-en").fill("What is your question about?");
    await word(page, "f-2-1-option-0", "Het bedrag klopt niet", "The amount is wrong");
    await word(page, "f-2-1-option-1", "Iets anders", "Something else");
    await page.locator("#f-2-1-up").click();
    expect(await page.locator("#field-2-0").evaluate((button) => document.activeElement === button)).toBe(true);
    await page.locator("#field-2-1").click();
    await page.locator("#f-2-1-when-add").click();
    await tom.look("a field with a condition");
    await page.locator("#page-1").click();
    await page.locator("#p-1-remove").click();
    await tom.look("before a page goes");
    await page.locator("#p-1-remove-yes").click();
    await page.locator("#page-1").click();

    // The preview: the second question comes with the answer that it waits for, and nothing of it is part of the editor.
    const frame = page.frameLocator("section iframe");
    await frame.locator("h1", { hasText: "Om welke factuur gaat het?" }).waitFor();
    expect(await frame.locator('input[type="text"]').count()).toBe(0);
    await frame.locator("label", { hasText: "Het bedrag klopt niet" }).click();
    await frame.locator("label", { hasText: "Wat is het nummer van de factuur?" }).waitFor();
    await tom.look("the preview on a phone");
    await page.locator("#preview-width-wide").click();
    await page.locator("#preview-language-en").click();
    await frame.locator("h1", { hasText: "Which invoice is it about?" }).waitFor();
    await tom.look("the preview, wide and in English");
    await frame.locator("button", { hasText: "Continue" }).click();
    await frame.locator("h1", { hasText: "Who are you?" }).waitFor();
    expect(page.url()).toContain("/request-type/vraag-factuur");

    await page.locator("#part-meaning").click();
    await tom.look("what the answers mean");
    await page.locator("#part-judging").click();
    await page.locator("#rt-point-screening").selectOption("data-change.screening");
    await tom.look("how it is judged");
    await page.locator("#part-effects").click();
    await word(page, "rt-effect-0-task-title", "Zoek de factuur uit", "Look into the invoice");
    await word(page, "rt-effect-0-task-how", "Vraag de factuur op bij de administratie en bel de aanvrager.", "Ask the administration for the invoice and call the applicant.");
    await tom.look("what happens after approval");
    await page.locator("#part-messages").click();
    await page.locator("summary", { hasText: "Taken van de balie zijn klaar" }).click();
    await tom.look("who is told of what");
    await page.locator("#part-reasons").click();
    await page.locator("#rt-reason-new").fill("De factuur is niet van ons.");
    await page.locator("#rt-reason-new").press("Enter");
    await page.locator('[id^="rt-reason-"][id$="-en"]').last().fill("The invoice is not ours.");
    await tom.look("why it may be rejected");
    await save(page);
    await page.getByText("In orde").first().waitFor();
    await tom.look("sound and saved");
    await page.locator("main p a", { hasText: "Vragen over facturen" }).click();
    await page.locator('textarea[name="reason"]').fill("Er wordt vaak over facturen gebeld.");
    await page.locator("main form button", { hasText: "Voorleggen" }).click();
    await page.getByText("U werkte zelf aan deze wijziging").waitFor();

    const mei = await onlooker(here.browser, "studio-type", { language: "en", width: 360 });
    await signIn(mei.page, here.office.baseUrl, keyboardAlone(mei.page), "Mei Chen");
    await mei.page.goto(page.url());
    await keyboardAlone(mei.page).press('form[action$="/approval"] button');
    await mei.page.getByText("published by Mei Chen").waitFor();

    // Nobody but the two of them did anything: it is there to be asked for.
    const outside = outsideOf(here.office.baseUrl);
    const sem = await onlooker(here.browser, "studio-type-counter", { language: "nl", width: 1280 });
    const hands = bothHands(sem.page);
    await beginForm(sem.page, here.office.baseUrl, hands, "vraag-factuur", sem.look);
    await fillInPractice(sem.page, hands, sem.look);
    await onPage(sem.page, "de-factuur");
    await hands.tick('input[type="radio"][value="yes"]');
    await hands.fill('main form input[type="text"]', "2026-114");
    await sem.look("the invoice");
    await goOn(hands);
    await fillInApplicant(sem.page, hands, sem.look);
    const { reference } = await sendAndConfirm(sem.page, outside, hands, sem.look);

    const sanne = await onlooker(here.browser, "studio-type-desk", { language: "nl", width: 1280 });
    const desk = bothHands(sanne.page);
    await signIn(sanne.page, here.office.baseUrl, desk, "Sanne Mulder");
    await findRequest(sanne.page, here.office.baseUrl, reference, sanne.look);
    await sanne.page.getByText("2026-114").first().waitFor();
    await claimAndApprove(sanne.page, desk, sanne.look);
    await tickOff(sanne.page, desk, "Gebeld: het bedrag klopt wel.", sanne.look);
    const done = await outside.mail(SEM_ASKS.applicant.email, /afgehandeld/);
    expect(done.text).toContain("Vraag over een factuur");
    await sem.page.reload();
    await sem.look("status: done");
    expect([...tom.complaints, ...mei.complaints, ...sem.complaints, ...sanne.complaints]).toEqual([]);
  });

  test("a form is edited and looked at in English on a phone, with the keyboard alone", async () => {
    const mei = await onlooker(here.browser, "studio-type", { language: "en", width: 360 });
    const { page } = mei;
    const hands = keyboardAlone(page);
    await signIn(page, here.office.baseUrl, hands, "Mei Chen");
    await page.goto(`${here.office.baseUrl}/studio/definitions/request-type/contact-change`);
    await hands.press('main form[action$="/new-change"] button, main form:has([name="title"]) button');
    await page.locator("#part-form").waitFor();
    await mei.look("the form, on a phone");
    await hands.press("#page-1");
    await mei.look("a page, on a phone");
    await hands.press("#field-1-1");
    await hands.fill("#f-1-1-option-new", "Somebody else");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("f-1-1-option-5-nl");
    await page.keyboard.type("Iemand anders");
    await mei.look("a choice with its answers, on a phone");
    await hands.press("#f-1-1-up");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("field-1-0");

    // Another name goes along to all that uses the field.
    await hands.press('[data-path="pages.1.fields.0.id"] > summary');
    await hands.fill("#f-1-0-name", "change.whose");
    await hands.press("#f-1-0-name-rename");
    await mei.look("another name, on a phone");
    await hands.press("#f-1-0-remove");
    await page.locator("dialog[open]", { hasText: "a fact for the rules" }).waitFor();
    await mei.look("what else uses a field, on a phone");
    await page.keyboard.press("Escape");
    await hands.press("#part-meaning");
    expect(await page.locator('[id="rt-fact-role.asked"]').inputValue()).toBe("change.whose");
    await mei.look("what the answers mean, on a phone");
    for (const part of ["general", "judging", "effects", "messages", "reasons"]) {
      await hands.press(`#part-${part}`);
      await mei.look(`${part}, on a phone`);
    }

    // The preview with the keyboard: into the frame, an answer, and the page that it brings.
    await hands.press("#part-form");
    await hands.press("#page-1");
    await hands.press("#preview-language-nl");
    const frame = page.frameLocator("section iframe");
    await frame.locator("label", { hasText: /^Iemand anders$/ }).waitFor();
    await hands.press("#preview-language-en");
    await frame.locator("label", { hasText: /^Somebody else$/ }).waitFor();
    await page.locator("section iframe").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    expect(await frame.locator("input:checked").count()).toBe(1);
    await mei.look("the preview, on a phone");
    await hands.press("main [data-sticky-bar] button");
    await page.getByText(/^Saved$/).waitFor();
    expect(mei.complaints).toEqual([]);
  });

  test("a form of five hundred fields is typed in", async () => {
    const tom = await onlooker(here.browser, "studio-type-large", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio/definitions/request-type/data-change`);
    await page.locator("main form button", { hasText: "Wijzigen" }).click();
    await page.locator("#part-form").waitFor();
    await page.locator("#field-0-0").click();
    const small = await timesToPaint(page, "#f-0-0-label-nl", "Wat is de AGB-code van uw praktijk?");
    await page.locator("button", { hasText: "Als JSON" }).click();
    const text = page.locator('textarea[name="content"]');
    const type = JSON.parse(await text.inputValue()) as { pages: unknown[] };
    // Words that are there already, but for the field that is typed in and the answers of the choices.
    const said = { labelKey: "requests:data-change.fields.remarks.label", help: false };
    const large = Array.from({ length: 25 }, (_, number) => ({
      id: `large-${number}`,
      titleKey: "requests:data-change.pages.new.title",
      introKey: "requests:data-change.pages.new.intro",
      fields: Array.from({ length: 20 }, (_one, place) => ({
        id: `large${number}.f${place}`,
        ...(number === 14 && place === 1 ? { help: false } : said),
        ...(place === 0 ? { kind: "choice", options: ["yes", "no"] } : { kind: "text", maxLength: 80, when: [{ field: `large${number}.f0`, equals: "yes" }] }),
      })),
    }));
    await text.fill(JSON.stringify({ ...type, pages: [...type.pages, ...large] }));
    await page.locator("button", { hasText: "In velden" }).click();
    await page.locator("#field-20-1").click();
    const large500 = await timesToPaint(page, "#f-20-1-label-nl", "Wat is het nummer van de factuur waar het om gaat?");
    // Of what waits for the next picture anyway; told for whoever reads along, and judged nowhere.
    console.info(`milliseconds from key to picture, in steps of 8: ${small.join(" ")} in the form as it was; ${large500.join(" ")} with 500 fields`);
    expect(await page.locator("#f-20-1-label-nl").inputValue()).toContain("Wat is het nummer van de factuur waar het om gaat?");
    await tom.look("five hundred fields");
  });
});
