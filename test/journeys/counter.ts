import type { Page } from "playwright-core";

import type { Hands } from "./hands.ts";

/** Sem asks for an account for Zoë while Pieter, the contact, is away. */
export const SEM_ASKS = {
  practice: { agbCode: "12345678", kvkNumber: "68750110" },
  user: { givenName: "Zoë", initials: "Z.", prefix: "van der", surname: "Håkon", email: "z.vanderhakon@debrug.example", phone: "06 12345678" },
  services: ["cov", "claims"],
  applicant: { initials: "S.", surname: "Jansen", email: "s.jansen@debrug.example", phone: "06 12345670", position: "Praktijkmanager" },
} as const;

/** Sees a page in one of its states; `where` says which. */
export type Looking = (where: string) => Promise<void>;

/** Fills in the form up to the page on which everything is shown once more; `look` sees each page before it is sent. */
export async function fillInForm(page: Page, baseUrl: string, hands: Hands, look: Looking): Promise<void> {
  await page.goto(`${baseUrl}/apply/new-user`);
  await look("before the form");
  await hands.press('main form button[type="submit"]');

  await onPage(page, "practice");
  await goOn(hands);
  await page.locator('[aria-invalid="true"]').first().waitFor();
  await look("practice with errors");
  await hands.fill('[name="practice.agbCode"]', SEM_ASKS.practice.agbCode);
  await hands.fill('[name="practice.kvkNumber"]', SEM_ASKS.practice.kvkNumber);
  await look("practice");
  await goOn(hands);

  await onPage(page, "reason");
  await hands.tick('input[name="reason"][value="contact-absent"]');
  // Without JavaScript the second question comes after the first was sent.
  if (!(await appears(page, '[name="absence"]'))) await goOn(hands);
  await hands.tick('input[name="absence"][value="temporary"]');
  await look("reason");
  await goOn(hands);

  await onPage(page, "user");
  const { givenName, initials, prefix, surname, email, phone } = SEM_ASKS.user;
  await hands.fill('[name="user.name.initials"]', initials);
  await hands.fill('[name="user.name.prefix"]', prefix);
  await hands.fill('[name="user.name.surname"]', surname);
  await hands.fill('[name="user.givenName"]', givenName);
  await hands.fill('[name="user.email"]', email);
  await hands.fill('[name="user.phone"]', phone);
  await hands.tick('input[name="user.employed"]');
  await look("user");
  await goOn(hands);

  await onPage(page, "services");
  for (const service of SEM_ASKS.services) await hands.tick(`input[name^="services"][value="${service}"]`);
  await look("services");
  await goOn(hands);

  await onPage(page, "applicant");
  const { applicant } = SEM_ASKS;
  await hands.fill('[name="applicant.name.initials"]', applicant.initials);
  await hands.fill('[name="applicant.name.surname"]', applicant.surname);
  await hands.fill('[name="applicant.email"]', applicant.email);
  await hands.fill('[name="applicant.phone"]', applicant.phone);
  await hands.fill('[name="applicant.position"]', applicant.position);
  await look("applicant");
  await goOn(hands);

  await onPage(page, "review");
  await look("review");
}

/** Accepts the terms and sends. */
export async function sendForm(page: Page, hands: Hands): Promise<void> {
  await hands.tick('main input[type="checkbox"]');
  await hands.press('main form:has(input[type="checkbox"]) button[type="submit"]');
  await onPage(page, "sent");
}

async function onPage(page: Page, name: string): Promise<void> {
  await page.waitForURL(new RegExp(`/draft/[^/]+/${name}$`));
  // A page that is being hydrated would forget what is typed meanwhile.
  await page.waitForLoadState("networkidle");
}

function goOn(hands: Hands): Promise<void> {
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
