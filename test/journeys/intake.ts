import { expect } from "vitest";
import type { Page } from "playwright-core";

import { SEM_ASKS, type Applicant, type Looking } from "./counter.ts";
import type { Hands } from "./hands.ts";

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

/** Takes in what lay on the mat this morning: its scan, and who sent it. Ends at what came in, whose form its code has told. */
export async function takeIn(page: Page, baseUrl: string, hands: Hands, scan: Buffer, look: Looking): Promise<void> {
  await page.goto(`${baseUrl}/intake`);
  await page.waitForLoadState("networkidle");
  await look("intake");
  await hands.fill('[name="sender"]', "Tandartspraktijk De Brug");
  await page.locator('input[type="file"][name="files"]').first().setInputFiles({ name: "scan.pdf", mimeType: "application/pdf", buffer: scan });
  await hands.press('form[enctype="multipart/form-data"] button');
  await page.waitForURL(/\/intake\/[0-9a-f-]{36}/, { timeout: 90_000 });
  await page.waitForLoadState("networkidle");
}

/** Types the paper over beside its scan, says what is to be seen on it, and registers it. Answers the reference of the request. */
export async function typeOver(page: Page, hands: Hands, written: Written, by: { signer: string; applicant: Applicant }, look: Looking): Promise<string> {
  await look("taken in");
  for (const [name, answer] of OF_DE_BRUG) await write(page, hands, name, answer);
  // Which services may be asked for is known when the practice is.
  await press(page, "save");
  await page.locator("form[action$='/form'] [aria-invalid='true']").first().waitFor();
  await look("half typed over");
  for (const [name, answer] of [...written, ...writtenBy(by.applicant)]) await write(page, hands, name, answer);
  await press(page, "register");
  await page.locator('[name="_signed"][aria-invalid="true"]').waitFor();
  await look("not said whose signature");
  const signed = page.locator('select[name="_signed"]').first();
  await signed.selectOption({ label: (await signed.locator("option", { hasText: by.signer }).first().innerText()).trim() });
  if ((await page.locator('[name="_idCopy"]').count()) > 0) {
    await hands.choose('select[name="_idCopy"]', "present");
    await hands.choose('select[name="_idDocument"]', "passport");
    await hands.fill('[name="_idLastFour"]', "9K2L");
    for (const [part, text] of [["day", "1"], ["month", "6"], ["year", "2031"]]) await hands.fill(`[name="_idExpiresOn.${part}"]`, text ?? "");
  }
  await press(page, "register");
  await page.waitForURL(/\/desk\/requests\//).catch(async (failure: unknown) => {
    throw new Error(`Not registered: ${await page.locator("main [role=alert], main [id$='--error']").allInnerTexts()}`, { cause: failure });
  });
  await page.locator('form[action*="/claim"]').waitFor();
  return /ZG-\d+/.exec(await page.title())?.[0] ?? "";
}

/** The button that is seen, not the one that Enter counts for. */
function press(page: Page, intent: "save" | "register"): Promise<void> {
  return page.locator(`form[action$="/form"] button[name="_intent"][value="${intent}"]:not([aria-hidden])`).click();
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
