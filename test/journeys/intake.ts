import { expect } from "vitest";
import type { Locator, Page } from "playwright-core";

import { SEM_ASKS, type Applicant, type Looking } from "./counter.ts";
import { bothHands, type Hands } from "./hands.ts";

/** An answer on paper: the field's name, and what is written, chosen or (true) ticked. A list ticks several. */
export type Written = readonly (readonly [name: string, answer: string | true | readonly string[]])[];

/** What every form asks first: for which practice. */
const OF_DE_BRUG: Written = [
  ["practice.agbCode", SEM_ASKS.practice.agbCode],
  ["practice.kvkNumber", SEM_ASKS.practice.kvkNumber],
];
/** And last: who wrote it. */
const writtenBy = ({ initials, surname, email, phone, position }: Applicant): Written => [
  ["applicant.name.initials", initials],
  ["applicant.name.surname", surname],
  ["applicant.email", email],
  ["applicant.phone", phone],
  ["applicant.position", position],
];

/** The form as the office prints it for whoever asks, with a code of its own. */
export async function printForm(baseUrl: string, type: string): Promise<Buffer> {
  const response = await fetch(`${baseUrl}/apply/${type}/printed-forms`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", origin: baseUrl } });
  expect(response.headers.get("content-type")).toContain("application/pdf");
  return Buffer.from(await response.arrayBuffer());
}

/** Books in what lay on the mat this morning: its scan, and who sent it. Ends at what came in, whose form its code has told. */
export async function takeIn(page: Page, baseUrl: string, hands: Hands, scan: Buffer, look: Looking): Promise<void> {
  await page.goto(`${baseUrl}/intake`);
  await page.waitForLoadState("networkidle");
  await look("intake");
  await hands.fill('[name="sender"]', "Tandartspraktijk De Brug");
  await page.locator('input[type="file"][name="files"]').first().setInputFiles({ name: "scan.pdf", mimeType: "application/pdf", buffer: scan });
  await hands.press('form[enctype="multipart/form-data"] button');
  // Turning a scan into pictures takes its time: the button says that it is being done.
  await page.locator('form[enctype="multipart/form-data"] button[aria-disabled="true"]').waitFor();
  await page.waitForURL(/\/intake\/[0-9a-f-]{36}/, { timeout: 90_000 });
  await page.waitForLoadState("networkidle");
}

/** Types the paper over beside its scan, says what is to be seen on it, and makes it a request. Answers the reference of the request, on its page. */
export async function typeOver(page: Page, hands: Hands, written: Written, by: { signer: string; applicant: Applicant }, look: Looking): Promise<string> {
  await look("taken in");
  for (const [name, answer] of OF_DE_BRUG) await write(page, hands, name, answer);
  // Which services may be asked for is known when the practice is.
  await hands.press("#look-up");
  await page.getByText("Tandartspraktijk De Brug", { exact: true }).locator("visible=true").last().waitFor();
  // What is not there yet is no mistake: the form is saved, and the bar says what is missing.
  expect(await page.locator("form[action$='/form'] [aria-invalid='true'], main [role=alert]").count()).toBe(0);
  expect(await page.locator("[data-sticky-bar] details li").count()).toBeGreaterThan(5);
  await look("half typed over");
  await expectBothInSight(page);
  await expectFocusInSight(page);
  for (const [name, answer] of [...written, ...writtenBy(by.applicant)]) await write(page, hands, name, answer);
  await expectToBeAskedBeforeLeaving(page);
  await expectToStayWhenSaved(page);
  await press(page, "register");
  await page.locator('[name="_signed"][aria-invalid="true"]').waitFor();
  await look("not said whose signature");
  const see = () => saySeen(page, hands, by.signer);
  if (written.some(([name]) => name === "services")) await expectNothingLostWhenSaved(page, see);
  else await see();
  expect(await page.locator("[data-sticky-bar] details").count()).toBe(0);
  await look("typed over");
  await press(page, "register");
  await page.waitForURL(/\/intake\?done=/).catch(async (failure: unknown) => {
    throw new Error(`Not registered: ${await page.locator("main [role=alert], main [id$='--error']").allInnerTexts()}`, { cause: failure });
  });
  const became = page.locator('main [role="status"] a[href^="/desk/requests/"]');
  await became.waitFor();
  await look("became a request");
  await became.click();
  await page.waitForURL(/\/desk\/requests\//);
  await page.locator('form[action*="/claim"]').waitFor();
  return /ZG-\d+/.exec(await page.title())?.[0] ?? "";
}

/** Says what is to be seen on the paper. */
async function saySeen(page: Page, hands: Hands, signer: string): Promise<void> {
  const signed = page.locator('select[name="_signed"]').first();
  await signed.selectOption({ label: (await signed.locator("option", { hasText: signer }).first().innerText()).trim() });
  if ((await page.locator('[name="_idCopy"]').count()) > 0) {
    await hands.choose('select[name="_idCopy"]', "present");
    await hands.choose('select[name="_idDocument"]', "passport");
    await hands.fill('[name="_idLastFour"]', "9K2L");
    for (const [part, text] of [["day", "1"], ["month", "6"], ["year", "2031"]]) await hands.fill(`[name="_idExpiresOn.${part}"]`, text ?? "");
  }
}

/** Where there is room the scan stays beside what is typed, leafs and turns without a field being left; where there is none, one leads to the other and back. */
async function expectBothInSight(page: Page): Promise<void> {
  const scan = page.locator("#scan");
  const isInSight = (part: Locator) => part.evaluate((element) => { const { top, bottom } = element.getBoundingClientRect(); return top >= 0 && top < innerHeight && bottom > 0; });
  await page.locator('[name="applicant.phone"]').focus();
  if (await page.locator('a[href="#scan"]').isVisible()) {
    expect(await isInSight(scan)).toBe(false);
    await page.locator('a[href="#scan"]').click();
    await expect.poll(() => isInSight(scan)).toBe(true);
    await page.locator('a[href="#work"]').click();
    await expect.poll(() => isInSight(page.locator('[name="practice.agbCode"]'))).toBe(true);
    return;
  }
  const box = await scan.boundingBox();
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(100);
  expect([(box?.y ?? -1) > 0, (box?.y ?? 0) + (box?.height ?? 1e6) <= 900]).toEqual([true, true]);
  const view = scan.locator("[data-scan-view]");
  const scrolled = () => view.evaluate((element) => element.scrollTop);
  const before = await scrolled();
  await page.keyboard.press("Alt+PageDown");
  await expect.poll(scrolled).toBeGreaterThan(before);
  await scan.locator("nav a").first().click();
  await expect.poll(scrolled).toBeLessThan(60);
  const first = scan.locator("figure").first();
  const size = async () => { const { width, height } = (await first.locator("img").boundingBox()) ?? { width: 0, height: 0 }; return { width, isUpright: height > width }; };
  const upright = await size();
  await first.locator("figcaption button").last().click();
  await expect.poll(async () => (await size()).isUpright).toBe(!upright.isUpright);
  for (let turns = 0; turns < 3; turns += 1) await first.locator("figcaption button").last().click();
  await scan.locator("button:has(.lucide-zoom-in)").click();
  await expect.poll(async () => (await size()).width).toBeGreaterThan(upright.width * 1.4);
  await scan.locator("button:has(.lucide-zoom-out)").click();
}

/** Who leaves by a link while something is not saved is asked first, and stays with all that was typed when they say no. */
async function expectToBeAskedBeforeLeaving(page: Page): Promise<void> {
  const asked: string[] = [];
  page.once("dialog", (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  const before = { url: page.url(), typed: await page.locator('[name="applicant.phone"]').inputValue() };
  await page.locator('main a[href="/intake"]').first().click();
  await expect.poll(() => asked.join()).toMatch(/nog niet bewaard|not saved yet/);
  expect({ url: page.url(), typed: await page.locator('[name="applicant.phone"]').inputValue() }).toEqual(before);
}

/** Whoever saves goes on where they were. */
async function expectToStayWhenSaved(page: Page): Promise<void> {
  const version = page.locator('input[name="_version"]');
  await page.locator('[name="applicant.position"]').focus();
  const before = { version: await version.inputValue(), top: await page.evaluate(() => document.activeElement?.getBoundingClientRect().top ?? 0) };
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(200);
  // What was saved is drawn anew: only the field that takes this one's place counts.
  await page.evaluate(() => document.activeElement?.setAttribute("data-former", ""));
  await page.keyboard.press("Enter");
  await expect.poll(() => version.inputValue()).not.toBe(before.version);
  await expect.poll(() => page.evaluate(() => document.activeElement?.matches('[name="applicant.position"]:not([data-former])'))).toBe(true);
  expect(Math.abs((await page.evaluate(() => document.activeElement?.getBoundingClientRect().top ?? Infinity)) - before.top)).toBeLessThan(80);
  // "Saved" is said for as long as it is so.
  const saved = page.locator('[data-sticky-bar] [role="status"] svg');
  await saved.waitFor();
  await page.keyboard.type("x");
  await saved.waitFor({ state: "detached" });
  await page.keyboard.press("Backspace");
  await saved.waitFor();
}

/** Whoever goes on while it is saved finds it all when the answer comes: what they typed, what they unticked, and what they saw on the paper. */
async function expectNothingLostWhenSaved(page: Page, see: () => Promise<void>): Promise<void> {
  const version = page.locator('input[name="_version"]');
  const position = page.locator('[name="applicant.position"]');
  const boxes = page.locator('form[action$="/form"] input[type="checkbox"]:checked');
  const stands = () => page.locator("#type-over").evaluate((form: HTMLFormElement) => [...new FormData(form)].filter(([name]) => name !== "_version").map(([name, value]) => `${name}=${typeof value === "string" ? value : ""}`));
  const [before, held] = [await version.inputValue(), await position.inputValue()];
  const ticked = await boxes.evaluateAll((all) => all.map((box) => box.id));
  expect(ticked.length).toBeGreaterThan(1);
  let letGo = () => {};
  const answered = new Promise<void>((resolve) => (letGo = resolve));
  const path = /\/intake\/[^/]+\/form/;
  await page.route(path, async (route) => {
    if (route.request().method() === "POST") await answered;
    await route.continue();
  });
  await Promise.all([page.waitForRequest((request) => request.method() === "POST" && path.test(request.url())), press(page, "save")]);
  await see();
  while ((await boxes.count()) > 0) await boxes.first().uncheck({ force: true });
  await position.fill("Praktijkhouder");
  const now = await stands();
  letGo();
  await expect.poll(() => version.inputValue()).not.toBe(before);
  expect(await stands()).toEqual(now);
  await page.unroute(path);
  await position.fill(held);
  for (const id of ticked) await bothHands(page).tick(`[id="${id}"]`);
}

/** From the first field to the last and back by keyboard: what has the focus is never under a bar that stays in sight. */
async function expectFocusInSight(page: Page): Promise<void> {
  const hidden = () =>
    page.evaluate(() => {
      const focused = document.activeElement;
      const bars = [document.querySelector("header"), document.querySelector("[data-sticky-bar]")];
      const at = focused?.getBoundingClientRect();
      const under = bars.filter((bar) => bar !== null && !bar.contains(focused) && at !== undefined && at.bottom > bar.getBoundingClientRect().top + 1 && at.top < bar.getBoundingClientRect().bottom - 1);
      return { name: focused?.getAttribute("name") ?? focused?.id ?? "", isHidden: under.length > 0 };
    });
  await page.locator('[name="practice.agbCode"]').focus();
  for (const [key, last] of [["Tab", "_idCopy"], ["Shift+Tab", "practice.agbCode"]] as const) {
    for (let presses = 0; ; presses += 1) {
      const { name, isHidden } = await hidden();
      expect(isHidden, `${key}: ${name}`).toBe(false);
      if (name === last || (last === "_idCopy" && name === "_intent" && presses > 5)) break;
      expect(presses).toBeLessThan(80);
      await page.keyboard.press(key);
    }
  }
}

/** The button of the bar, not the one that Enter counts for. */
function press(page: Page, intent: "save" | "register"): Promise<void> {
  return page.locator(`form[action$="/form"] [data-sticky-bar] button[name="_intent"][value="${intent}"]`).click();
}

async function write(page: Page, hands: Hands, name: string, answer: string | true | readonly string[]): Promise<void> {
  const form = 'form[action$="/form"]';
  if (answer === true) return hands.tick(`${form} input[name="${name}"]`);
  if (typeof answer !== "string") {
    for (const one of answer) await hands.tick(`${form} input[name^="${name}"][value="${one}"]`);
    return;
  }
  const isChosen = (await page.locator(`${form} input[type="radio"][name="${name}"]`).count()) > 0;
  return isChosen ? hands.tick(`${form} input[name="${name}"][value="${answer}"]`) : hands.fill(`${form} [name="${name}"]`, answer);
}
