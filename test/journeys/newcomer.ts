import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser } from "playwright-core";

import { aPerson } from "#test/support/browser.ts";

import { fillInForm, SEM_ASKS, sendForm, type Looking } from "./counter.ts";
import { claimAndApprove, findRequest, signIn } from "./desk.ts";
import { bothHands } from "./hands.ts";
import { confirmAndGoToBank, logInAtBank } from "./identity.ts";
import { eventually, linkIn, outsideOf, type Outside } from "./outside.ts";
import { printAndPost } from "./print-room.ts";

/** Fatima, the main contact of De Brug. */
const FATIMA = "f.elidrissi@debrug.example";
/** The pages up to here are looked at by the journey of a new user. */
const passingBy: Looking = async () => undefined;

/** Walks with Sem, Sanne, Fatima and Noor as far as Zoë's doormat; answers what she has in hand. */
export async function newcomer(browser: Browser, baseUrl: string, options: { language: "nl" | "en"; width: number }): Promise<{ userNumber: string; pin: string }> {
  const outside = outsideOf(baseUrl);
  const somebody = async () => {
    const { page, context } = await aPerson(browser, options);
    return { page, hands: bothHands(page), leave: () => context.close() };
  };
  const sem = await somebody();
  await fillInForm(sem.page, baseUrl, sem.hands, passingBy);
  await sendForm(sem.page, sem.hands);
  const confirm = await outside.mail(SEM_ASKS.applicant.email, /\/confirm\//);
  const reference = /ZG-\d+/.exec(confirm.text)?.[0] ?? "";
  await sem.page.goto(linkIn(confirm, "/confirm"));
  await sem.hands.press('main form[method="post"] button[type="submit"]');
  await sem.page.waitForURL(/\/status\//);
  const sanne = await somebody();
  await signIn(sanne.page, baseUrl, sanne.hands, "Sanne Mulder");
  await findRequest(sanne.page, baseUrl, reference, passingBy);
  await claimAndApprove(sanne.page, sanne.hands, passingBy);
  const asked = await eventually(async () => (await outside.mailsTo(FATIMA)).find(({ text }) => text.includes("/identify/") && text.includes(reference)), "the link to identify", 60);
  const fatima = await somebody();
  await confirmAndGoToBank(fatima.page, linkIn(asked, "/identify"), fatima.hands, passingBy);
  await logInAtBank(fatima.page, fatima.hands, "fatima", "exact");
  const numbered = await eventually(async () => (await outside.mailsTo(FATIMA)).find(({ text }) => /\b\d{14}\b/.test(text) && text.includes(reference)), "the user number", 60);
  const noor = await somebody();
  await signIn(noor.page, baseUrl, noor.hands, "Noor Visser");
  await printAndPost(noor.page, baseUrl, noor.hands, passingBy);
  const pin = await pinOnDoormat(outside, "Z. van der Håkon");
  for (const one of [sem, sanne, fatima, noor]) await one.leave();
  return { userNumber: /\b\d{14}\b/.exec(numbered.text)?.[0] ?? "", pin };
}

/** The PIN of the letter on the doormat that names somebody. */
export async function pinOnDoormat(outside: Outside, forWhom: string): Promise<string> {
  const paper = await eventually(async () => {
    const found = await Promise.all((await outside.letters()).map(async ({ id }) => textOf(await outside.letterPdf(id))));
    return found.find((text) => text.includes(forWhom));
  }, "the letter on the doormat");
  return pinIn(paper);
}

/** Its characters stand apart, so that nobody takes two for one. */
function pinIn(paper: string): string {
  return /^\s*(?:Pincode|PIN)\s+((?:[2-9A-HJ-NP-Z]\s+){9}[2-9A-HJ-NP-Z])\s*$/m.exec(paper)?.[1]?.replaceAll(/\s+/g, "") ?? "no PIN on the letter";
}

function textOf(pdf: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "zegel-letter-"));
  writeFileSync(join(folder, "letter.pdf"), pdf);
  return execFileSync("pdftotext", ["-layout", join(folder, "letter.pdf"), "-"], { encoding: "utf8" });
}
