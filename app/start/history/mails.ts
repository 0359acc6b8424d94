import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { isAnswered } from "#app/domain/requests/mapped.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

import { stamp } from "./copy.ts";
import type { Form } from "./forms.ts";
import { system, type Past } from "./past.ts";
import type { Tale } from "./tale.ts";

/** To whom an e-mail of the history goes, and about what. */
export type Told = { at: number; template: string; to: "applicant" | "signatory" | "main-contact" | "contact" | "user"; email: string; happening: string; about: string; time?: number; requestId: string; reference: string; links: readonly string[]; userNumber?: string };

/** Tells those whom a request's type names for a happening (`tell`): each once, but of a confirmed request each holder of a role for themselves. */
export function tellOf(past: Past, tale: Tale, type: RequestType, at: number, of: { happening: Happened; about?: string; time?: number; userNumber?: string; links?: readonly string[] }): void {
  if (at < past.keptFrom) return;
  const { form, id, number } = tale;
  const told = new Set<string>();
  for (const { template, to, people, when } of type.messages[of.happening] ?? []) {
    if (people === "several" || !isAnswered(when, form.answers)) continue;
    const email = emailOf(form, to);
    const key = `${template} ${email} ${of.happening === "request.confirmed" && to !== "applicant" ? to : ""}`;
    if (email === null || told.has(key)) continue;
    told.add(key);
    tellByMail(past, { at, template, to: to as Told["to"], email, happening: of.happening, about: of.about ?? id, time: of.time ?? 1, requestId: id, reference: referenceOf(number), links: of.links ?? [], ...(of.userNumber !== undefined && { userNumber: of.userNumber }) });
  }
}

type Happened = keyof RequestType["messages"];

function emailOf({ applicant, about, practice }: Form, to: string): string | null {
  if (to === "applicant") return applicant.email;
  if (to === "contact") return practice.contact.email;
  if (to === "main-contact") return practice.mainContact.email;
  return to === "user" ? about.email : null;
}

/** Every e-mail of the history says this, under its own subject: drawing millions of them would take hours, and nobody reads them. */
const SAYS = "De tekst van deze e-mail is in een gemaakte geschiedenis niet bewaard.";

/** Keeps an e-mail with its two events, where it is so young that e-mails are kept; it counts as sent a second later. */
export function tellByMail(past: Past, { at, template, to, email, happening, about, time = 1, requestId, reference, links, userNumber }: Told): void {
  const { copier, ids, diary, keptFrom, until } = past;
  if (at < keptFrom || at + 1000 > until) return;
  const id = ids.uuid();
  const messageId = `<${id}@localhost>`;
  const subject = { kind: "mail", id };
  copier.add("mail", [
    id, messageId, [happening, about, time, template, to, email].join(" "), template, past.mailVersionOf(template), "nl", email, `Aanvraag ${reference}`, SAYS, `<p>${SAYS}</p>`, JSON.stringify(links), requestId,
    userNumber ?? null, "sent", stamp(at), stamp(at + 1000),
  ]);
  diary.note({ at, by: system("correspondence"), act: "mail.written", subject, requestId, details: { template, version: past.mailVersionOf(template), to } });
  diary.note({ at: at + 1000, by: system("mail"), act: "mail.sent", subject, requestId, details: { template, messageId } });
}

export const MAIL_COLUMNS = { mail: ["id", "message_id", "occasion", "template", "template_version", "language", "recipient", "subject", "text", "html", "links", "request_id", "user_number", "status", "queued_at", "sent_at"] } as const;
