import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { beginForm, fillInApplicant, fillInPractice, goOn, onPage, sendAndConfirm, SEM_ASKS, type Looking } from "./counter.ts";
import { claimAndApprove, findRequest, signIn } from "./desk.ts";
import { bothHands, fillInDay, keyboardAlone, type Hands } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";
import { eventually, outsideOf } from "./outside.ts";
import { furnishedOffice } from "./places.ts";
import { printAndPost } from "./print-room.ts";

const here = oneOffice();
/** Another installation, which never heard of this kind of request. */
const there = furnishedOffice();
const folder = mkdtempSync(join(tmpdir(), "zegel-trade-name-"));
const bundle = join(folder, "handelsnaam.zip");

/** Both wordings of one text. */
async function word(page: Page, name: string, nl: string, en: string): Promise<void> {
  await page.locator(`#${name}-nl`).fill(nl);
  await page.locator(`#${name}-en`).fill(en);
}

/** Both wordings of a text of a letter. */
async function write(page: Page, path: (language: "nl" | "en") => string, nl: string, en: string): Promise<void> {
  for (const [language, text] of [["nl", nl], ["en", en]] as const) await page.locator(`textarea[data-path="${path(language)}"]`).fill(text);
}

const saved = (page: Page) => page.getByText(/^(Opgeslagen|Saved)$/).waitFor();

/** A new definition in the change that is shown. */
async function makeNew(page: Page, kind: string, key: string): Promise<void> {
  await page.locator('select[name="kind"]').selectOption(kind);
  await page.locator('input[name="key"]').fill(key);
  await page.locator("main form button", { hasText: "Nieuw maken" }).click();
}

/** A practice asks for another trade name, and confirms its address. Answers the reference. */
async function ask(page: Page, baseUrl: string, hands: Hands, look: Looking, name: string): Promise<string> {
  await beginForm(page, baseUrl, hands, "handelsnaam", look);
  await fillInPractice(page, hands, look);
  await onPage(page, "de-naam");
  await hands.fill('main form input[type="text"]:not([inputmode])', name);
  await fillInDay(hands, await page.locator('main form input[name$=".day"]').getAttribute("name").then((one) => (one ?? "").replace(/\.day$/, "")), "2027-01-01");
  await look("the name");
  await goOn(hands);
  await fillInApplicant(page, hands, look);
  return (await sendAndConfirm(page, outsideOf(baseUrl), hands, look)).reference;
}

const text = (file: string, ...options: string[]) => execFileSync("pdftotext", [...options, "-layout", file, "-"], { encoding: "utf8" });

/** The letter that came to the doormat: what it says, and what shows through the window of its envelope. */
async function letterTo(baseUrl: string, addressee: string): Promise<{ says: string; window: string }> {
  const outside = outsideOf(baseUrl);
  const letter = await eventually(async () => (await outside.letters(addressee))[0], `a letter to ${addressee}`);
  const file = join(folder, `${letter.id}.pdf`);
  writeFileSync(file, await outside.letterPdf(letter.id));
  // One point of the picture is a millimetre of the page (D21).
  const [left, top, width, height] = [20, 45, 90, 40].map(String);
  return { says: text(file).replaceAll(/\s+/g, " "), window: text(file, "-r", "25.4", "-x", left ?? "", "-y", top ?? "", "-W", width ?? "", "-H", height ?? "") };
}

/** Judged at the desk, printed and posted in the print room, done. */
async function fulfil(who: { office: { baseUrl: string }; language: "nl" | "en"; width: number; hands: (page: Page) => Hands; reference: string; waits: RegExp; posted: RegExp; letter: string }): Promise<string[]> {
  const { office, language, width, reference } = who;
  const sanne = await onlooker(here.browser, "studio-trade-desk", { language, width });
  const desk = who.hands(sanne.page);
  await signIn(sanne.page, office.baseUrl, desk, "Sanne Mulder");
  await findRequest(sanne.page, office.baseUrl, reference, sanne.look);
  await claimAndApprove(sanne.page, desk, sanne.look);
  await eventually(async () => {
    if ((await sanne.page.locator("#letters").count()) > 0) return true;
    await sanne.page.reload();
    return null;
  }, "a letter at the desk");
  await sanne.page.locator("#letters", { hasText: who.waits }).waitFor();
  await desk.press("#letters summary");
  await sanne.page.locator("#letters", { hasText: who.letter }).waitFor();
  await sanne.look("the letter at the desk, waiting");

  const noor = await onlooker(here.browser, "studio-trade-print-room", { language, width });
  const hands = who.hands(noor.page);
  await signIn(noor.page, office.baseUrl, hands, "Noor Visser");
  await printAndPost(noor.page, office.baseUrl, hands, noor.look);
  await sanne.page.reload();
  await sanne.page.locator("#letters", { hasText: who.posted }).waitFor();
  await sanne.look("the letter at the desk, posted");
  return [...sanne.complaints, ...noor.complaints];
}

describe("a change of trade name, with a letter", () => {
  test("is made from nothing in the studio, with its letter, and published by a colleague", async () => {
    const tom = await onlooker(here.browser, "studio-trade", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio`);
    await page.locator('main input[name="title"]').fill("Handelsnaam wijzigen");
    await page.locator('form[action$="/new-change"] button').click();
    await page.waitForURL(/\/studio\/changes\//);
    const change = page.url();

    // The letter: a value out of the form is declared in words, and put where the cursor stands.
    await makeNew(page, "letter", "handelsnaam-brief");
    await page.locator("[data-row]").first().waitFor();
    await tom.look("a letter from nothing");
    await write(page, (language) => `title.${language}`, "Brief over de handelsnaam", "Letter about the trade name");
    await page.locator("#asked-blank").fill("Nieuwe handelsnaam");
    await page.locator("#asked-blank").press("Enter");
    await page.locator("#asked-blank").fill("Dag van ingang");
    await page.locator("#asked-blank-kind").selectOption("date");
    await page.locator("#asked-blank-add").click();
    await page.locator("main li", { hasText: "{{dagVanIngang}}" }).getByText("Uit het formulier").waitFor();
    await page.locator('select[name="template-more"]').selectOption({ label: "Naam van de praktijk of instelling" });
    await page.locator("main button", { hasText: "Erbij nemen" }).click();
    await write(page, (language) => `subject.${language}`, "De nieuwe naam van {{practice}}", "The new name of {{practice}}");
    await write(page, (language) => `body.${language}.1.text`, "Vanaf {{dagVanIngang}} staat uw praktijk bij ons bekend als ", "From {{dagVanIngang}} your practice is known to us as ");
    for (const language of ["nl", "en"]) {
      const side = page.locator(`[data-path="body.${language}.1"]`);
      await side.locator("textarea").press("End");
      await side.locator("button", { hasText: "Invoegen" }).click();
      await side.locator("li button", { hasText: "Nieuwe handelsnaam" }).click();
      expect(await side.locator("textarea").inputValue()).toMatch(/\{\{nieuweHandelsnaam\}\}$/);
    }
    await page.locator('img[alt^="Pagina 1 van 1"]').waitFor();
    await page.getByText("De vorm klopt").waitFor();
    await tom.look("the letter, with its page and the window");
    await page.locator("main button", { hasText: /^Opslaan/ }).click();
    await saved(page);

    // The kind of request, with a page of its own.
    await page.goto(change);
    await makeNew(page, "request-type", "handelsnaam");
    await page.locator("#part-general").click();
    await word(page, "rt-title", "Handelsnaam wijzigen", "Change of trade name");
    await word(page, "rt-intro", "Heet uw praktijk voortaan anders? Geef hier de nieuwe naam door.", "Does your practice have another name from now on? Tell us here.");
    await page.locator("#part-form").click();
    await page.locator("#new-page").fill("De naam");
    await page.locator("#new-page").press("Enter");
    await word(page, "p-2-title", "Hoe gaat de praktijk heten?", "What will the practice be called?");
    await word(page, "p-2-intro", "Neem de naam over zoals hij bij KVK staat.", "Copy the name as it stands at KVK.");
    await word(page, "p-2-short", "Naam", "Name");
    await page.locator("#field-2-0").click();
    await word(page, "f-2-0-label", "Wat is de nieuwe handelsnaam?", "What is the new trade name?");
    await page.locator("#add-field-2").click();
    await page.locator("#new-field-2").fill("Vanaf welke dag?");
    await page.locator("#new-kind-2").selectOption("date");
    await page.locator("#put-field-2").click();
    await page.locator("#f-2-1-label-en").fill("From which day?");
    await page.locator("#page-1").click();
    await page.locator("#p-1-remove").click();
    await page.locator("#p-1-remove-yes").click();
    await page.locator("#part-judging").click();
    await page.locator("#rt-point-screening").selectOption("data-change.screening");

    // The letter in the place of the task; what it has to be filled with is asked, and what is missing is said at its place.
    await page.locator("#part-effects").click();
    await page.locator("#rt-effect-new").selectOption("send-letter");
    await page.locator("#rt-effect-add").click();
    await page.locator("#rt-effect-0-remove").click();
    expect(await page.locator("#rt-effect-0-letter").inputValue()).toBe("handelsnaam-brief");
    await page.locator("#findings li", { hasText: "geen antwoord gekozen" }).first().waitFor();
    await page.locator('img[alt^="Pagina 1 van 1"]').waitFor();
    await tom.look("a letter whose values are still open");
    await page.locator("#part-form").click();
    await page.locator("#findings li", { hasText: "nieuweHandelsnaam" }).locator("button", { hasText: "Ga erheen" }).click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("rt-effect-0-blank-nieuweHandelsnaam");
    await page.locator("#rt-effect-0-blank-nieuweHandelsnaam").selectOption({ label: "Vanaf welke dag?" });
    await page.locator("#findings li", { hasText: "past niet op de plaats" }).first().waitFor();
    await page.locator("#rt-effect-0-blank-nieuweHandelsnaam").selectOption({ label: "Wat is de nieuwe handelsnaam?" });
    await page.locator("#rt-effect-0-blank-dagVanIngang").selectOption({ label: "Vanaf welke dag?" });
    await page.locator("#rt-effect-0-to").selectOption("signatory");
    await page.locator("#part-messages").click();
    await page.locator("#rt-happening-new").selectOption("post.left");
    await page.locator("#rt-happening-add").click();
    await page.locator('[id="rt-message-post.left-0-template"]').selectOption("sent-letter-posted");
    await page.locator("#part-effects").click();
    await page.locator("main button", { hasText: /^Opslaan/ }).click();
    await saved(page);
    await page.getByText("In orde").first().waitFor();
    await tom.look("the letter that it sends, sound and saved");
    await page.goto(change);
    await page.locator('textarea[name="reason"]').fill("Praktijken vragen er elke week om.");
    await tom.look("the change, before it is put forward");
    await page.locator("main form button", { hasText: "Voorleggen" }).click();
    await page.getByText("U werkte zelf aan deze wijziging").waitFor();

    const mei = await onlooker(here.browser, "studio-trade", { language: "en", width: 360 });
    const meis = keyboardAlone(mei.page);
    await signIn(mei.page, here.office.baseUrl, meis, "Mei Chen");
    await mei.page.goto(change);
    await mei.look("the change, on a phone");
    await meis.press('form[action$="/approval"] button');
    await mei.page.getByText("published by Mei Chen").waitFor();
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });

  test("is asked for, judged, printed and posted, and says in the window of its envelope whom it is for", async () => {
    const sem = await onlooker(here.browser, "studio-trade-counter", { language: "nl", width: 1280 });
    const reference = await ask(sem.page, here.office.baseUrl, bothHands(sem.page), sem.look, "Mondzorg De Brug");
    const complaints = await fulfil({ office: here.office, language: "nl", width: 1280, hands: bothHands, reference, waits: /wacht in de postkamer/, posted: /gepost/, letter: "Mondzorg De Brug" });

    const { says, window } = await letterTo(here.office.baseUrl, "De Brug");
    expect(says).toContain("De nieuwe naam van Tandartspraktijk De Brug");
    expect(says).toContain("Vanaf vrijdag 1 januari 2027 staat uw praktijk bij ons bekend als Mondzorg De Brug");
    expect(window.split("\n").map((line) => line.trim()).filter(Boolean).slice(0, 2)).toEqual(["Tandartspraktijk De Brug", "T.a.v. J.W. de Vries-Bakker"]);
    expect(window).toMatch(/\d{4} [A-Z]{2} {1,2}UTRECHT/);
    expect(window).not.toContain("nieuwe naam");
    const told = await outsideOf(here.office.baseUrl).mail(SEM_ASKS.applicant.email, /de brief is gepost/);
    expect(told.text).toContain(reference);
    await sem.page.reload();
    await sem.page.getByText("De brief is gepost, naar het adres dat bij ons bekend is.").waitFor();
    await sem.look("status: the letter was posted");

    expect([...sem.complaints, ...complaints]).toEqual([]);
  });

  test("is taken out as a file: the kind of request, its letter and its words", async () => {
    const tom = await onlooker(here.browser, "studio-trade-bundle", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio/bundle`);
    await page.evaluate(() => {
      for (const box of document.querySelectorAll<HTMLInputElement>('input[name="definition"]')) box.checked = /[/-]handelsnaam(-brief)?$/.test(box.value);
    });
    for (const fold of await page.locator("main details summary").all()) await fold.click();
    await tom.look("what goes along");
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("main button", { hasText: "Downloaden" }).click()]);
    await download.saveAs(bundle);
    expect(tom.complaints).toEqual([]);
  });

  test("is taken in by an installation that never had it, and published there", async () => {
    const mei = await onlooker(here.browser, "studio-trade-there", { language: "en", width: 360 });
    const hands = keyboardAlone(mei.page);
    await signIn(mei.page, there.baseUrl, hands, "Mei Chen");
    expect((await fetch(`${there.baseUrl}/apply/handelsnaam`)).status).toBe(404);
    await mei.page.goto(`${there.baseUrl}/studio/bundle`);
    await mei.page.locator('input[name="bundle"]').setInputFiles(bundle);
    await hands.fill('main input[name="title"]', "Change of trade name, from the test office");
    await hands.press('main form[enctype="multipart/form-data"] button');
    await mei.page.locator("h1", { hasText: "Change of trade name, from the test office" }).waitFor();
    for (const what of ["Letter: Letter about the trade name", "Change of trade name"]) await mei.page.getByText(what).first().waitFor();
    await mei.look("what came in, on a phone");
    await hands.fill('textarea[name="reason"]', "It works well where it comes from.");
    await hands.press('form[action$="/proposal"] button');
    await mei.page.getByText("You worked on this change yourself").waitFor();

    const tom = await onlooker(here.browser, "studio-trade-there", { language: "nl", width: 1280 });
    await signIn(tom.page, there.baseUrl, bothHands(tom.page), "Tom Smit");
    await tom.page.goto(mei.page.url());
    await tom.look("what came in, for who approves");
    await tom.page.locator('form[action$="/approval"] button').click();
    await tom.page.getByText("gepubliceerd door Tom Smit").waitFor();
    expect([...mei.complaints, ...tom.complaints]).toEqual([]);
  });

  test("is asked for and fulfilled there too, on a phone and with the keyboard alone", async () => {
    const sem = await onlooker(here.browser, "studio-trade-there-counter", { language: "en", width: 360 });
    const reference = await ask(sem.page, there.baseUrl, keyboardAlone(sem.page), sem.look, "Tandheelkunde Utrecht");
    const complaints = await fulfil({ office: there, language: "en", width: 360, hands: keyboardAlone, reference, waits: /waits in the print room/, posted: /posted/i, letter: "Tandheelkunde Utrecht" });
    const { says, window } = await letterTo(there.baseUrl, "De Brug");
    expect(says).toContain("Vanaf vrijdag 1 januari 2027 staat uw praktijk bij ons bekend als Tandheelkunde Utrecht");
    expect(window).toContain("T.a.v. J.W. de Vries-Bakker");
    await sem.page.reload();
    await sem.page.getByText("The letter has been posted, to the address that we have registered.").waitFor();
    await sem.look("status: the letter was posted, on a phone");
    expect([...sem.complaints, ...complaints]).toEqual([]);
  });
});
