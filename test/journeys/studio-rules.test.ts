import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";

import { signIn } from "./desk.ts";
import { bothHands, keyboardAlone } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

const SAVE = "main form button:has-text('Opslaan')";

describe("the editor of rules", () => {
  test("a rule is made with its sentence and examples, checked while it is typed, and changed by a colleague with the keyboard alone", async () => {
    const tom = await onlooker(here.browser, "studio-rules", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio/definitions/rule-set/new-user.screening`);
    await page.locator("main form button", { hasText: "Wijzigen" }).click();
    await page.locator("[data-add-rule] input").waitFor();
    await tom.look("the rules, a line each");
    const count = await page.locator("[data-rule]").count();
    const at = `rules.${count}.conditions`;
    const part = (path: string) => page.locator(`[data-path="${path}"]`);

    await page.locator("[data-add-rule] input").fill("Papier zonder contactpersoon");
    await page.keyboard.press("Enter");
    await part(`${at}.all.0.fact`).selectOption("channel");
    await part(`${at}.all.0.value`).selectOption("paper");
    await page.locator(`[data-place="${at}/"] > div > button`, { hasText: "Groep toevoegen" }).click();
    await part(`${at}.all.1.all.0.fact`).selectOption("signatory.count");
    await part(`${at}.all.1.all.0.operator`).selectOption("greaterThan");
    await part(`${at}.all.1.all.0.value`).fill("3");
    await page.locator(`[data-place="${at}/1"] > div > button`, { hasText: "Voorwaarde toevoegen" }).click();
    await part(`${at}.all.1.all.1.fact`).selectOption("contact.present");
    await part(`${at}.all.1.all.1.value`).selectOption("false");
    await page.locator(`[data-place="${at}/1"] > div select`).first().selectOption("or");
    await part(`${at}.all.1.any.1.fact`).waitFor();
    expect(await page.locator("[data-words] p").allInnerTexts()).toEqual([
      expect.stringMatching(/\(het aantal tekenbevoegden is meer dan 3, of er is geen contactpersoon\)\.$/),
      expect.stringMatching(/\(the number of signatories is more than 3, or there is no contact person\)\.$/),
    ]);

    const rule = page.locator(`#rule-${count}`);
    await rule.locator('textarea[lang="nl"]').fill("Op papier gevraagd, met  tekenbevoegden en zonder contactpersoon.");
    await rule.locator('textarea[lang="nl"]').evaluate((box: HTMLTextAreaElement) => box.setSelectionRange(24, 24));
    await rule.getByLabel("Zet een gegeven in de zin").selectOption("signatory.count");
    expect(await rule.locator('textarea[lang="nl"]').inputValue()).toBe("Op papier gevraagd, met {{signatory.count}} tekenbevoegden en zonder contactpersoon.");
    await rule.locator('textarea[lang="en"]').fill("Asked on paper, with {{signatory.count}} signatories and without a contact person.");
    await part(`rules.${count}.severity`).selectOption("warn");
    await part(`rules.${count}.source`).fill("R10");
    await part(`rules.${count}.group`).fill("Papier");
    await tom.look("a rule that is being made");

    // The check says what is missing, and goes there.
    await page.getByText("heeft geen voorbeeld waarin hij geldt").first().waitFor();
    await example(page, { title: ["Papier, zonder contactpersoon", "Paper, without a contact person"], facts: [["channel", "paper"], ["contact.present", "false"]] });
    const first = page.locator("[data-example][aria-expanded=true]");
    await first.getByText("Gaat anders").waitFor();
    await tom.look("an example that goes otherwise");
    await page.getByRole("button", { name: "Overnemen wat eruit komt" }).click();
    await first.getByText("Klopt").waitFor();
    await example(page, { title: ["Papier, met een contactpersoon", "Paper, with a contact person"], facts: [["channel", "paper"], ["contact.present", "true"]] });
    await page.locator("[data-example][aria-expanded=true]").getByText(/Gaat anders|Klopt/).waitFor();
    if ((await page.getByRole("button", { name: "Overnemen wat eruit komt" }).count()) > 0) await page.getByRole("button", { name: "Overnemen wat eruit komt" }).click();
    await page.locator("a[href='#findings']", { hasText: "In orde" }).waitFor();

    // What can never be is doubted while it is typed, at its place, and no longer once it is mended.
    const doubts = page.locator("ul[aria-label='Misschien niet zo bedoeld']");
    await page.locator(`[data-place="${at}/"] > div > button`, { hasText: "Voorwaarde toevoegen" }).click();
    await part(`${at}.all.2.fact`).selectOption("channel");
    await part(`${at}.all.2.value`).selectOption("online");
    await doubts.getByText("nooit").first().waitFor();
    await tom.look("conditions that never hold");
    await page.locator(`[data-place="${at}/2"] [data-act="remove"]`).click();
    await doubts.waitFor({ state: "detached" });
    await page.locator(SAVE).click();
    await page.locator("[role=status]", { hasText: /^Opgeslagen/ }).waitFor();
    await page.locator("ins", { hasText: "papier-zonder-contactpersoon" }).first().waitFor();
    await tom.look("saved, with what changes");

    // A step back is a step back, and what was moved keeps its examples.
    await page.locator(`[data-rule-acts="${count}"] [data-act="up"]`).click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-act"))).toBe("up");
    await page.locator(`#rule-${count - 1}`).waitFor();
    await page.getByRole("button", { name: "Stap terug" }).click();
    await page.locator(`[data-rule="${count}"]`, { hasText: "Op papier gevraagd" }).waitFor();
    const address = page.url();

    const mei = await onlooker(here.browser, "studio-rules", { language: "en", width: 360 });
    const hands = keyboardAlone(mei.page);
    await signIn(mei.page, here.office.baseUrl, hands, "Mei Chen");
    await mei.page.goto(address);
    await mei.page.locator("[data-add-rule] input").waitFor();
    await hands.fill('section[aria-label="The rules"] input[type="text"]', "asked on paper");
    await hands.press(`[data-rule="${count}"]`);
    await mei.look("a rule, on a phone");
    await hands.fill(`[data-path="${at}.all.1.any.0.value"]`, "2");
    await mei.page.locator("[data-words] p", { hasText: "is more than 2" }).waitFor();
    await mei.page.locator("[role=status]", { hasText: "Not saved yet" }).waitFor();
    await mei.page.locator("a[href='#findings']", { hasText: "All right" }).waitFor();
    await hands.press("form [data-sticky-bar] button");
    await mei.page.locator("[role=status]", { hasText: /^Saved/ }).waitFor();
    await mei.look("a value changed, on a phone");
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });

  // How long a key takes is told for whoever reads along, and judged nowhere: the machine that runs this does more at the same time.
  test.each([[300, "data-change.screening"], [2_000, "contact-change.screening"]] as const)("%i rules are edited in fields", async (many, key) => {
    const { page, look, complaints } = await onlooker(here.browser, `studio-rules-${many}`, { language: "nl", width: 1280 });
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio/definitions/rule-set/${key}`);
    await page.locator("main form button", { hasText: "Wijzigen" }).click();
    await page.locator("[data-add-rule] input").waitFor();
    await page.getByRole("button", { name: "Als JSON" }).click();
    const text = page.locator('textarea[name="content"]');
    const set = JSON.parse(await text.inputValue()) as { rules: Array<{ id: string }> };
    const rules = Array.from({ length: many }, (_none, index) => ({ ...set.rules[index % set.rules.length], ...(index >= set.rules.length && { id: `made-${index}`, disabled: index % 2 === 0 }) }));
    await text.fill(JSON.stringify({ ...set, rules }));
    await page.getByRole("button", { name: "In velden" }).click();
    await page.locator("[data-rule='7']").click();
    const inSentence = await page.locator("#rule-7 textarea[lang='nl']").evaluate(typed, 30);
    const inField = await page.locator("#rule-7 [data-path='rules.7.source']").evaluate(typed, 30);
    console.info(`${many} rules: a key in a sentence ${inSentence.quiet} ms (median ${inSentence.median}), in a field ${inField.quiet} ms (median ${inField.median})`);
    await page.locator("[role=status]", { hasText: "Nog niet opgeslagen" }).waitFor();
    await page.locator("[role=status]", { hasText: `${many} van ${many} regels` }).waitFor();
    if (many === 300) await look("three hundred rules");
    // All of it is kept, and comes back. Of what is wrong with so many rules a part is shown, with how much there is besides.
    await page.getByText("heeft geen voorbeeld waarin hij geldt").first().waitFor();
    const from = Date.now();
    await page.locator(SAVE).click();
    await page.locator("[role=status]", { hasText: /^Opgeslagen/ }).waitFor();
    console.info(`${many} rules: saved and checked in ${Date.now() - from} ms`);
    if (many > 300) await page.locator("#findings li", { hasText: /^En nog \d+, die hier niet staan\.$/ }).waitFor();
    await page.reload();
    await page.locator("[role=status]", { hasText: `${many} van ${many} regels` }).waitFor();
    expect(complaints).toEqual([]);
  });
});

/** Types so many letters and answers how long each took, to the laid-out page. Runs in the here.browser. */
async function typed(box: SVGElement | HTMLElement, letters: number): Promise<{ median: number; quiet: number }> {
  const input = box as HTMLTextAreaElement;
  const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input) as object, "value")?.set;
  const took: number[] = [];
  for (let letter = 0; letter < letters; letter += 1) {
    const from = performance.now();
    set?.call(input, `${input.value}x`);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    await Promise.resolve();
    void document.body.offsetHeight;
    took.push(performance.now() - from);
    await new Promise((done) => setTimeout(done, 20));
  }
  took.sort((one, other) => one - other);
  const rounded = (at: number) => Math.round((took[at] ?? 0) * 10) / 10;
  return { median: rounded(Math.floor(letters / 2)), quiet: rounded(Math.floor(letters / 10)) };
}

async function example(page: Page, { title: [nl, en], facts }: { title: readonly [string, string]; facts: ReadonlyArray<readonly [string, string]> }): Promise<void> {
  await page.locator("[data-add-example]").click();
  const open = page.locator("[id^='example-']");
  const index = ((await open.getAttribute("id")) ?? "").replace("example-", "");
  await page.locator(`[data-path="examples.${index}.title.nl"]`).fill(nl);
  await page.locator(`[data-path="examples.${index}.title.en"]`).fill(en);
  for (const [name, value] of facts) {
    await page.locator(`[data-add-fact="examples.${index}.facts"] select`).selectOption(name);
    await page.locator(`[data-add-fact="examples.${index}.facts"] button`).click();
    await page.locator(`[data-path="examples.${index}.facts.${name}"]`).selectOption(value);
  }
}
