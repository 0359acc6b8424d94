import { Branding } from "#app/domain/correspondence/branding.ts";
import type { Language } from "#app/domain/people.ts";
import shipped from "#templates/branding.json";

/** The office as this installation's file names it, for pages that have to stand without a loader. */
export const shippedBranding: Branding = Branding.parse(shipped);

/** The office as pages and errors name it, in the reader's language. */
export function officeShown({ name, phone, phoneNumber, phoneHours, email, replyAddress }: Branding, language: Language) {
  return { name, phone: phoneNumber, phoneShown: phone, email, hours: phoneHours[language], postalAddress: replyAddress };
}
