import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { openBrowser } from "#test/support/browser.ts";
import { startOffice, type RunningOffice } from "#test/support/running-office.ts";

import { SEM_ASKS, type Applicant } from "./counter.ts";
import { claimAndApprove, findRequest, signIn, tickOff, userNumberOf } from "./desk.ts";
import { bothHands } from "./hands.ts";
import { confirmAndGoToBank, logInAtBank } from "./identity.ts";
import { printForm, takeIn, typeOver, type Written } from "./intake.ts";
import { onlooker } from "./looking.ts";
import { linkIn, outsideOf } from "./outside.ts";
import { walks } from "./walks.ts";

const PIETER = "p.hendriks@debrug.example";
const FATIMA = "f.elidrissi@debrug.example";
const JOHANNA = "j.devries-bakker@debrug.example";
const NIEK = "n.dewit@debrug.example";
const ZOE = SEM_ASKS.user;

type OnPaper = {
  type: string;
  written: (userNumber: string) => Written;
  identifies?: "fatima" | "johanna";
  /** What is left to do by hand when it was carried out. */
  byHand?: string;
  /** Sem, unless somebody else has to ask. */
  by?: Applicant;
  /** Who hears of its effect, and in which words. */
  told: readonly [address: string, words: RegExp];
};

const jansen: Written = [["user.name.initials", "S"], ["user.name.surname", "Jansen"]];

/** Every kind of request once, in an order in which none takes away what the next needs. */
const FORMS: readonly OnPaper[] = [
  { type: "credential-request", written: () => [["credential.kind", "number"], ...jansen], told: [FATIMA, /Het gebruikersnummer van/] },
  {
    type: "authorisation-change",
    written: (number) => [["reason", "not-contact"], ["user.number", number], ...jansen, ["change.kind", "grant"], ["change.grant", ["authorisations"]]],
    identifies: "fatima",
    told: [SEM_ASKS.applicant.email, /autorisaties van/],
  },
  {
    type: "purchasing-portal",
    written: (number) => [["asking.as", "contact"], ["access.already", "no"], ["user.number", number], ...jansen, ["change.kind", "grant"], ["change.grant", ["zorginkoop-enquiry"]]],
    identifies: "johanna",
    byHand: "Addendum getekend.",
    by: { initials: "P.", surname: "Hendriks", email: PIETER, phone: "06 12345671", position: "Contactpersoon" },
    told: [PIETER, /autorisaties van/],
  },
  {
    type: "data-change",
    written: (number) => [["change.kind", "user-phone"], ["person.number", number], ["person.name.initials", "S"], ["person.name.surname", "Jansen"], ["new.phone", "06 12345699"]],
    identifies: "fatima",
    told: [SEM_ASKS.applicant.email, /Uw wijziging ZG-\d+ is doorgevoerd/],
  },
  {
    type: "contact-change",
    written: () => [
      ["asking.as", "on-behalf"], ["change.role", "second-contact"], ["change.kind", "add"],
      ["new.name.initials", "N."], ["new.name.prefix", "de"], ["new.name.surname", "Wit"], ["new.email", NIEK], ["new.phone", "06 12345672"],
      ["new.relation", "employed"], ["new.employed", true], ["new.account", "none"],
    ],
    identifies: "fatima",
    told: [NIEK, /contactpersoon/],
  },
  {
    type: "new-user",
    written: () => [
      ["reason", "not-contact"],
      ["user.name.initials", ZOE.initials], ["user.name.prefix", ZOE.prefix], ["user.name.surname", ZOE.surname], ["user.email", ZOE.email], ["user.phone", ZOE.phone], ["user.employed", true],
      ["services", SEM_ASKS.services],
    ],
    identifies: "fatima",
    told: [FATIMA, /Håkon[^]*\b9\d{13}\b/],
  },
  {
    type: "revocation",
    written: (number) => [["revocation.kind", "personal"], ["user.number", number], ...jansen, ["revocation.reason", "not-needed"], ["revocation.moment", "now"], ["revocation.software", true]],
    told: [PIETER, /is ingetrokken/],
  },
];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const ofType = (is: (type: string) => boolean) => FORMS.filter(({ type }) => is(type));

describe.each(walks([
  { language: "nl" as const, width: 1280, forms: ofType((type) => type === "new-user") },
  { language: "nl" as const, width: 1280, forms: ofType((type) => type !== "new-user") },
  { language: "en" as const, width: 360, forms: ofType((type) => type === "new-user") },
]))("on paper, with the desk in $language at $width (R11, R12, R104)", ({ language, width, forms }) => {
  let office: RunningOffice;
  let userNumber = "";
  beforeAll(async () => {
    office = await startOffice({ furnished: inject("furnishedOffice") });
    const { page } = await onlooker(browser, "paper", { language, width });
    await signIn(page, office.baseUrl, bothHands(page), "Sanne Mulder");
    userNumber = await userNumberOf(page, office.baseUrl, "Jansen");
    await page.close();
  });
  afterAll(() => office.stop());

  test.each(forms)("$type goes from the printed form by its scan to its effect", async ({ type, written, identifies, byHand, told, by }) => {
    const outside = outsideOf(office.baseUrl);
    const sanne = await onlooker(browser, `paper ${type}`, { language, width });
    const hands = bothHands(sanne.page);
    await signIn(sanne.page, office.baseUrl, hands, "Sanne Mulder");
    await takeIn(sanne.page, office.baseUrl, hands, await printForm(office.baseUrl, type), sanne.look);
    const reference = await typeOver(sanne.page, hands, written(userNumber), { signer: "Hendriks", applicant: by ?? SEM_ASKS.applicant }, sanne.look);
    expect(reference).toMatch(/^ZG-\d+$/);
    const complaints = [sanne.complaints];

    await findRequest(sanne.page, office.baseUrl, reference, async () => undefined);
    await claimAndApprove(sanne.page, hands, sanne.look);
    // Paper and signature do not identify anybody: the same as online is asked (D8).
    if (identifies) {
      const asked = await outside.mail(identifies === "fatima" ? FATIMA : JOHANNA, new RegExp(`${reference}[^]*/identify/|/identify/[^]*${reference}`));
      const holder = await onlooker(browser, `paper ${type} identify`, { language: "nl", width });
      complaints.push(holder.complaints);
      await confirmAndGoToBank(holder.page, linkIn(asked, "/identify"), bothHands(holder.page), async () => undefined);
      await logInAtBank(holder.page, bothHands(holder.page), identifies, "exact");
      await holder.page.close();
    }
    if (byHand) await tickOff(sanne.page, hands, byHand, sanne.look);
    const [address, words] = told;
    await outside.mail(address, words);
    await sanne.page.reload();
    await sanne.look("done");
    expect(complaints.flat()).toEqual([]);
    await sanne.page.close();
  });
});
