import type { Browser, Page } from "playwright-core";

import { beginForm, fillInApplicant, fillInPractice, goOn, onPage, sendAndConfirm, type Applicant } from "./counter.ts";
import { claimAndApprove, findRequest, signIn } from "./desk.ts";
import { bothHands, type Hands } from "./hands.ts";
import { confirmAndGoToBank, logInAtBank } from "./identity.ts";
import { onlooker } from "./looking.ts";
import { linkIn, type Outside } from "./outside.ts";

/** Pages that every walk has. */
export const passingBy = async () => undefined;

/** Who takes part, and whether every page of the way is looked at. */
export type Cast = { browser: Browser; baseUrl: string; outside: Outside; language: "nl" | "en"; width: number };

/** Who asks for the software's certificate, with a mailbox of their own. */
export const SOFTWARE_ASKS = { initials: "M.", surname: "Beheer", email: "m.beheer@debrug.example", phone: "06 12345673", position: "Beheerder" };
/** Pieter, the contact of De Brug, and Fatima, its main contact. */
export const PIETER = "p.hendriks@debrug.example";
export const FATIMA = "f.elidrissi@debrug.example";

export type Somebody = Awaited<ReturnType<typeof onlooker>> & { hands: Hands };

export async function somebody({ browser, language, width }: Cast, name: string): Promise<Somebody> {
  const one = await onlooker(browser, name, { language, width });
  return { ...one, hands: bothHands(one.page) };
}

/** The form for a system certificate of TandPlan, sent and confirmed; answers its reference. An address that is none, and one that nobody has outside, are corrected on the way. */
export async function askForSystemCertificate(cast: Cast, { page, hands, look }: Somebody): Promise<string> {
  await beginForm(page, cast.baseUrl, hands, "system-certificate", look);
  await fillInPractice(page, hands, passingBy);
  await onPage(page, "what");
  await hands.tick('input[name="system.what"][value="new"]');
  await look("what");
  await goOn(hands);
  await onPage(page, "system");
  await hands.fill('[name="system.software"]', "TandPlan");
  await hands.fill('[name="system.supplier"]', "Plan B.V.");
  await hands.fill('[name="system.email"]', "beheer@tandplan.example");
  await look("software");
  await goOn(hands);
  await onPage(page, "services");
  await hands.tick('input[name^="services"][value="claims"]');
  await look("services of software");
  await goOn(hands);
  await onPage(page, "addresses");
  await hands.fill('[name="system.addresses"]', "203.0.113.700\n192.168.1.10");
  await goOn(hands);
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await look("addresses that are none");
  await hands.fill('[name="system.addresses"]', "192.168.1.10\n203.0.113.0/24");
  await hands.tick('input[name="system.understood"]');
  await goOn(hands);
  await page.locator("main [role=alert]", { hasText: "192.168.1.10" }).first().waitFor();
  await look("addresses that nobody has outside");
  await hands.fill('[name="system.addresses"]', "203.0.113.7\n2001:db8::7");
  await look("addresses");
  await goOn(hands);
  return send(cast, { page, hands, look }, SOFTWARE_ASKS);
}

/** Whoever asks, at the end of every form. */
export async function send({ outside }: Cast, { page, hands, look }: Pick<Somebody, "page" | "hands" | "look">, applicant: Applicant): Promise<string> {
  await fillInApplicant(page, hands, passingBy, applicant);
  return (await sendAndConfirm(page, outside, hands, async (where) => (where === "review" ? look(where) : undefined), applicant.email)).reference;
}

/** Sanne approves, and Fatima confirms with her bank: pages that other walks look at too. */
export async function approveAndIdentify(cast: Cast, sanne: Somebody, fatima: Somebody, reference: string): Promise<void> {
  await findRequest(sanne.page, cast.baseUrl, reference, passingBy);
  await claimAndApprove(sanne.page, sanne.hands, async (where) => (where === "request in hand" ? sanne.look(where) : undefined));
  const asked = await cast.outside.mail(FATIMA, new RegExp(`${reference}[^]*/identify/|/identify/[^]*${reference}`));
  await confirmAndGoToBank(fatima.page, linkIn(asked, "/identify"), fatima.hands, async (where) => (where === "asked to identify" ? fatima.look(where) : undefined));
  await logInAtBank(fatima.page, fatima.hands, "fatima", "exact");
}

/** Shows number and PIN, and goes to the page of whoever has a signing request. */
export async function toSigningRequest(page: Page, baseUrl: string, hands: Hands, secret: { userNumber: string; pin: string }): Promise<void> {
  await page.goto(`${baseUrl}/install`);
  await page.waitForLoadState("networkidle");
  await hands.fill('input[name="userNumber"]', secret.userNumber);
  await hands.fill('input[name="pin"]', secret.pin);
  await hands.press('main form:has(input[name="pin"]) button[type="submit"]');
  await page.locator('main a[href="/install/signing-request"]').waitFor();
  await page.waitForLoadState("networkidle");
}

export const signInAs = (cast: Cast, { page, hands }: Somebody, name: string) => signIn(page, cast.baseUrl, hands, name);
