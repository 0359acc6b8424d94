import { randomUUID } from "node:crypto";

import { mail, type Enclosure } from "#db/schema/correspondence.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { MailTemplate } from "#app/domain/definitions/schema/mail.ts";
import { sendMailJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { Language } from "#app/domain/people.ts";

import type { Branding } from "./branding.ts";
import { renderMail } from "./render.ts";
import type { Person } from "./story.ts";
import type { TemplateValues } from "./values.ts";

/** A text of the screens, such as the title of a request type or the sentence of a reason. */
export type Say = (language: Language, key: string, values?: Record<string, unknown>) => string;

export type TellOffice = Office & { branding: Branding; baseUrl: string; mailDomain: string; say: Say };

export type Posting = {
  occasion: string;
  template: { key: string; version: number; content: MailTemplate };
  person: Person;
  values: TemplateValues;
  links: string[];
  /** What a file that goes with it is drawn from. */
  enclosure?: Enclosure;
  requestId: string | null;
  userNumber: string | null;
  now: Date;
};

/** Stores one e-mail and queues its sending, and answers its id; an occasion that was told before is left as it is: null. */
export async function postMail(tx: Db, office: TellOffice, posting: Posting): Promise<string | null> {
  const { occasion, template, person, values, links, enclosure = null, requestId, userNumber, now } = posting;
  const rendered = renderMail(template.content, person.language, values, office.branding);
  const id = randomUUID();
  const [stored] = await tx
    .insert(mail)
    .values({
      id,
      messageId: `<${id}@${office.mailDomain}>`,
      occasion,
      template: template.key,
      templateVersion: template.version,
      language: person.language,
      recipient: person.email,
      ...rendered,
      links,
      enclosure,
      requestId,
      userNumber,
      status: "waiting",
      queuedAt: now,
    })
    .onConflictDoNothing({ target: mail.occasion })
    .returning({ id: mail.id });
  if (!stored) return null;
  await record(tx, {
    now,
    actor: inTrail(system("correspondence")),
    act: "mail.written",
    subject: { kind: "mail", id },
    requestId,
    details: { template: template.key, version: template.version, to: person.as },
  });
  await office.queue.enqueue(tx, sendMailJob, { mailId: id });
  return id;
}
