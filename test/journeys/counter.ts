import type { Page } from "playwright-core";

import type { Hands } from "./hands.ts";
import { linkIn, type Outside } from "./outside.ts";

/** Sem asks for an account for Zoë while Pieter, the contact, is away. */
export const SEM_ASKS = {
  practice: { agbCode: "12345678", kvkNumber: "68750110" },
  user: { givenName: "Zoë", initials: "Z.", prefix: "van der", surname: "Håkon", email: "z.vanderhakon@debrug.example", phone: "06 12345678" },
  services: ["cov", "claims"],
  applicant: { initials: "S.", surname: "Jansen", email: "s.jansen@debrug.example", phone: "06 12345670", position: "Praktijkmanager" },
} as const;

/** Sees a page in one of its states; `where` says which. */
export type Looking = (where: string) => Promise<void>;

/** Finds a form from the home page and opens it. */
export async function beginForm(page: Page, baseUrl: string, hands: Hands, type: string, look: Looking): Promise<void> {
  await page.goto(`${baseUrl}/`);
  await look("home");
  await page.locator(`a[href$="/apply/${type}"]`).click();
  await page.waitForURL(/\/apply\//);
  await look("before the form");
  await hands.press('main form button[type="submit"]');
}

/** The practice for which is asked, on the first page of every form. */
export async function fillInPractice(page: Page, hands: Hands, look: Looking): Promise<void> {
  await onPage(page, "practice");
  await hands.fill('[name="practice.agbCode"]', SEM_ASKS.practice.agbCode);
  await hands.fill('[name="practice.kvkNumber"]', SEM_ASKS.practice.kvkNumber);
  await look("practice");
  await goOn(hands);
}

/** Fills in the form up to the page on which everything is shown once more; `look` sees each page before it is sent. */
export async function fillInForm(page: Page, baseUrl: string, hands: Hands, look: Looking): Promise<void> {
  await page.goto(`${baseUrl}/apply/new-user`);
  await look("before the form");
  await hands.press('main form button[type="submit"]');

  await onPage(page, "practice");
  await goOn(hands);
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await look("practice with errors");
  await fillInPractice(page, hands, look);

  await onPage(page, "reason");
  await hands.tick('input[name="reason"][value="contact-absent"]');
  // Without JavaScript the second question comes after the first was sent.
  if (!(await appears(page, '[name="absence"]'))) await goOn(hands);
  await hands.tick('input[name="absence"][value="temporary"]');
  await look("reason");
  await goOn(hands);

  await fillInUser(page, hands);
  await look("user");
  await goOn(hands);

  await onPage(page, "services");
  for (const service of SEM_ASKS.services) await hands.tick(`input[name^="services"][value="${service}"]`);
  await look("services");
  await goOn(hands);

  await fillInApplicant(page, hands, look);
  await onPage(page, "review");
  await look("review");
}

/** Zoë, on the page of the user; not sent yet. */
export async function fillInUser(page: Page, hands: Hands): Promise<void> {
  await onPage(page, "user");
  const { givenName, initials, prefix, surname, email, phone } = SEM_ASKS.user;
  await hands.fill('[name="user.name.initials"]', initials);
  await hands.fill('[name="user.name.prefix"]', prefix);
  await hands.fill('[name="user.name.surname"]', surname);
  await hands.fill('[name="user.givenName"]', givenName);
  await hands.fill('[name="user.email"]', email);
  await hands.fill('[name="user.phone"]', phone);
  await hands.tick('input[name="user.employed"]');
}

export type Applicant = { initials: string; surname: string; email: string; phone: string; position: string };

/** Whoever asks, Sem unless said otherwise, and how to reach them: on the last page of every form. */
export async function fillInApplicant(page: Page, hands: Hands, look: Looking, applicant: Applicant = SEM_ASKS.applicant): Promise<void> {
  await onPage(page, "applicant");
  await hands.fill('[name="applicant.name.initials"]', applicant.initials);
  await hands.fill('[name="applicant.name.surname"]', applicant.surname);
  await hands.fill('[name="applicant.email"]', applicant.email);
  await hands.fill('[name="applicant.phone"]', applicant.phone);
  await hands.fill('[name="applicant.position"]', applicant.position);
  await look("applicant");
  await goOn(hands);
}

/** Accepts the terms and sends. */
export async function sendForm(page: Page, hands: Hands): Promise<void> {
  await hands.tick('main input[type="checkbox"]');
  await hands.press('main form:has(input[type="checkbox"]) button[type="submit"]');
  await onPage(page, "sent");
}

/**
 * Sends the form that is shown once more and confirms the address with the link in the e-mail. Answers the reference and the address of the
 * status page.
 */
export async function sendAndConfirm(page: Page, outside: Outside, hands: Hands, look: Looking, email: string = SEM_ASKS.applicant.email): Promise<{ reference: string; statusPage: string }> {
  await onPage(page, "review");
  await look("review");
  await sendForm(page, hands);
  const mail = await outside.mail(email, /\/confirm\//);
  await page.goto(linkIn(mail, "/confirm"));
  await look("confirm");
  await hands.press('main form[method="post"] button[type="submit"]');
  await page.waitForURL(/\/status\//);
  await look("status");
  return { reference: /ZG-\d+/.exec(mail.text)?.[0] ?? "", statusPage: page.url() };
}

/** Waits for a page of the form. */
export async function onPage(page: Page, name: string): Promise<void> {
  await page.waitForURL(new RegExp(`/draft/[^/]+/${name}$`));
  // A page that is being hydrated would forget what is typed meanwhile.
  await page.waitForLoadState("networkidle");
}

/** On to the next page. */
export function goOn(hands: Hands): Promise<void> {
  return hands.press('button[name="_intent"][value="next"]:not([aria-hidden])');
}

async function appears(page: Page, selector: string): Promise<boolean> {
  return page
    .locator(selector)
    .first()
    .waitFor({ state: "attached", timeout: 1500 })
    .then(
      () => true,
      () => false,
    );
}
