import { parsePhoneNumberFromString } from "libphonenumber-js/min";

import { cleanLine, hasControl } from "./clean.ts";
import { likelyDomain } from "./email-domain.ts";
import { type FieldNote, read, refuse, type Reading } from "./result.ts";

/** A phone number as E.164; a number without a country is Dutch. With `mobile` a Dutch number must begin with 06. */
export function readPhone(field: string, typed: string, options: { mobile: boolean }): Reading<string> {
  const text = cleanLine(typed);
  if (text === "") return refuse(field, "phone.empty");
  if (/\p{L}/u.test(text)) return refuse(field, "phone.letters");
  // "+31 (0)6 …" is how half the country writes it.
  const number = parsePhoneNumberFromString(text.replace(/^(\+|00)\s*31\s*\(?0\)?/, "+31"), "NL");
  if (number === undefined || !number.isValid()) {
    const digits = text.replaceAll(/\D/g, "").length;
    return /^0(?!0)/.test(text) && digits !== 10 ? refuse(field, "phone.length", { typed: digits }) : refuse(field, "phone.unknown");
  }
  if (options.mobile && number.country === "NL" && !/^\+316\d{8}$/.test(number.number)) return refuse(field, "phone.not-mobile");
  return read(field, number.number, phoneShown(number.number));
}

/** A number as people here read it: "06 12345678" within the country, "+32 2 123 45 67" from elsewhere. */
export function phoneShown(e164: string): string {
  const number = parsePhoneNumberFromString(e164, "NL");
  if (number === undefined) return e164;
  return number.country === "NL" ? number.formatNational() : number.formatInternational();
}

/** A value of somebody's data as people read it. */
export function shownValue(field: string, value: string): string {
  return field === "phone" && value !== "" ? phoneShown(value) : value;
}

/** Local parts of mailboxes that a whole practice reads; who is identified by one needs an address of their own (reference 2). */
const ROLE_MAILBOXES = new Set([
  "admin", "administratie", "afspraak", "afspraken", "algemeen", "apotheek", "assistent", "assistente", "assistentes", "balie", "bestuur", "boekhouding", "contact",
  "declaraties", "directie", "facturen", "finance", "financien", "helpdesk", "hello", "hr", "huisarts", "huisartsen", "ict", "info", "kantoor", "klantenservice",
  "mail", "management", "noreply", "office", "personeel", "planning", "post", "praktijk", "praktijkmanager", "receptie", "reception", "recepten", "secretariaat",
  "service", "support", "tandarts", "tandartsen", "team", "vecozo", "welkom", "zorg", "zorgadministratie",
]);

/** Whether several people probably read this mailbox ("info@…"). */
export function isRoleMailbox(email: string): boolean {
  return ROLE_MAILBOXES.has((email.toLowerCase().split("@")[0] ?? "").split("+")[0] ?? "");
}

/** "Zoë van der Håkon <z.vanderhakon@debrug.example>": what a mail program copies, with a name of which nothing is kept. */
const NAMED_ADDRESS = /^[^<>@]*<\s*([^<>\s]+)\s*>[;,]?$/;

/** An e-mail address with its domain in small letters (RFC 5321, 2.4); warns when its domain looks mistyped, and with `personal` when it looks shared. */
export function readEmail(field: string, typed: string, options: { personal: boolean }): Reading<string> {
  const line = cleanLine(typed);
  const text = (NAMED_ADDRESS.exec(line)?.[1] ?? line).replace(/^<|>$/g, "").replace(/^mailto:/i, "");
  if (text === "") return refuse(field, "email.empty");
  if (hasControl(text)) return refuse(field, "email.unknown");
  if (/[,;]/.test(text) || text.split("@").length > 2) return refuse(field, "email.several");
  if (!text.includes("@")) return refuse(field, "email.no-at");
  if (text.includes(" ")) return refuse(field, "email.space");
  const [local = "", domain = ""] = text.split("@");
  if (!/^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*[a-z0-9]$/i.test(domain) || domain.split(".").some((label) => /^-|-$/.test(label) || label.length > 63)) {
    return refuse(field, "email.domain", { domain: domain.slice(0, 60) });
  }
  // Letters outside ASCII before the @ need SMTPUTF8 (RFC 6531), which many mail servers still refuse.
  if (!/^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i.test(local)) return refuse(field, "email.unknown");
  if (local.length > 64 || text.length > 254) return refuse(field, "email.long");
  const address = `${local}@${domain.toLowerCase()}`;
  const warnings: FieldNote[] = options.personal && isRoleMailbox(address) ? [{ field, code: "email.shared", details: { address } }] : [];
  const likely = likelyDomain(domain);
  if (likely !== null) warnings.push({ field, code: "email.likely", details: { domain: domain.toLowerCase(), likely, suggestion: `${local}@${likely}` } });
  return read(field, address, address, warnings);
}
