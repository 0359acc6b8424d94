import { describe, expect, test } from "vitest";

import type { RuleSet } from "#app/domain/definitions/schema/rule-set.ts";

import { signIn } from "./desk.ts";
import { bothHands } from "./hands.ts";
import { onlooker } from "./looking.ts";
import { oneOffice } from "./one-office.ts";

const here = oneOffice();

/** Links that work for a week, and a branch that what stands beside it rules out. */
function edited(text: string): string {
  const set = JSON.parse(text) as RuleSet;
  const rules = set.rules.map((rule, index) => {
    const all = "all" in rule.conditions ? rule.conditions.all : [];
    const [first] = all;
    return index === 0 && first ? { ...rule, conditions: { all: [...all, { any: [first, { not: first }] }] } } : rule;
  });
  return JSON.stringify({ ...set, default: { ...set.default, linkDays: 7 }, rules }, null, 2);
}

describe("a change of rules (D15)", () => {
  test("is tried on requests of the past by its author, and its colleague reads on a phone what came of it and what is doubted", async () => {
    const tom = await onlooker(here.browser, "backtest", { language: "nl", width: 1280 });
    const { page } = tom;
    await signIn(page, here.office.baseUrl, bothHands(page), "Tom Smit");
    await page.goto(`${here.office.baseUrl}/studio/definitions/rule-set/new-user.identification`);
    await page.locator("main form button", { hasText: "Wijzigen" }).click();
    await page.locator("[data-add-rule] input").waitFor();
    await page.getByRole("button", { name: "Als JSON" }).click();
    const text = page.locator('textarea[name="content"]');
    await text.waitFor();
    await text.fill(edited(await text.inputValue()));
    await page.getByText("Nog niet opgeslagen").waitFor();
    await page.locator("main form button", { hasText: "Opslaan" }).first().click();
    await page.locator("h2", { hasText: "Misschien niet zo bedoeld" }).waitFor();
    await tom.look("what is doubted, at its line");
    await page.locator("nav a, main p a", { hasText: "wijzigen" }).first().click();
    await page.locator("main a", { hasText: "Proberen op oude aanvragen" }).click();
    await page.getByText("Nog niet geprobeerd").waitFor();
    await tom.look("not tried yet");
    const address = page.url();

    // No day comes back as it was typed.
    await page.locator('input[name="from.day"]').fill("31");
    await page.locator('input[name="from.month"]').fill("2");
    await page.locator("main form button", { hasText: "Proberen" }).click();
    await page.locator("#from--error, [role=alert]").first().waitFor();
    expect(await page.locator('input[name="from.day"]').inputValue()).toBe("31");
    await tom.look("no day");
    await page.locator('input[name="from.day"]').fill("1");
    await page.locator('input[name="from.month"]').fill("1");
    await page.locator('input[name="from.year"]').fill("2025");
    await page.locator("main form button", { hasText: "Proberen" }).click();
    await page.locator("h2", { hasText: /aanvragen komen? anders uit/ }).waitFor({ timeout: 60_000 });
    expect(await page.locator("main dd", { hasText: "linkDays: 7" }).count()).toBeGreaterThan(0);
    await tom.look("what came of it");

    const mei = await onlooker(here.browser, "backtest", { language: "en", width: 360 });
    await signIn(mei.page, here.office.baseUrl, bothHands(mei.page), "Mei Chen");
    await mei.page.goto(address);
    await mei.page.locator("h2", { hasText: "otherwise" }).first().waitFor();
    await mei.look("what came of it, on a phone");
    await mei.page.goto(address.replace("/backtest", ""));
    await mei.page.getByText("Perhaps not meant like this").first().waitFor();
    await mei.look("the change with what is doubted, on a phone");
    expect([...tom.complaints, ...mei.complaints]).toEqual([]);
  });
});
