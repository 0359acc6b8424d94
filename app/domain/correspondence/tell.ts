import { randomUUID } from "node:crypto";

import { and, desc, eq, isNull } from "drizzle-orm";

import { mail } from "#db/schema/correspondence.ts";
import { identificationParty } from "#db/schema/identification.ts";
import { draft, link } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { makeLink } from "#app/domain/access/links.ts";
import { record } from "#app/domain/audit/record.ts";
import type { MailTemplate } from "#app/domain/definitions/schema/mail.ts";
import { getDefinition, listDefinitions } from "#app/domain/definitions/store.ts";
import { sendMailJob, type Telling } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { listAt, textAt } from "#app/domain/requests/answers.ts";
import { inputOf } from "#app/domain/requests/facts.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

import type { Branding } from "./branding.ts";
import { renderMail } from "./render.ts";
import { placeholderOf } from "./send.ts";
import { listRecipients, readStory, type Person, type Story } from "./story.ts";
import type { TemplateValues } from "./values.ts";

/** A text of the screens, such as the title of a request type or the sentence of a reason. */
export type Say = (language: Language, key: string) => string;

export type TellOffice = Office & { branding: Branding; baseUrl: string; mailDomain: string; say: Say };

type Message = { template: string; to: string };

/**
 * Tells those whom a happening concerns: writes each e-mail once (`occasion_is_told_once`), and puts its sending on the queue, in one
 * transaction. Who is told, and with which template, the request type declares under `messages`; run twice, it adds nothing.
 */
export async function tell(office: TellOffice, telling: Telling, now: Date): Promise<void> {
  if (telling.draftId) return tellOfDraft(office, { ...telling, draftId: telling.draftId }, now);
  await office.db.transaction(async (tx) => {
    const story = await readStory(tx, telling);
    for (const message of story.type.messages[telling.happening] ?? []) {
      for (const person of await listRecipients(tx, story, message.to)) {
        await write(tx, office, { story, message, person, now });
      }
    }
  });
}

async function write(tx: Db, office: TellOffice, of: { story: Story; message: Message; person: Person; now: Date }): Promise<void> {
  const { story, message, person, now } = of;
  const { row, telling } = story;
  const template = await getDefinition(tx, row.releaseId, "mail", message.template);
  const links: string[] = [];
  const values = await valuesFor(tx, office, { ...of, template: template.content, links });
  const which = [telling.happening, telling.partyId ?? telling.serial ?? row.id, telling.time ?? 1, message.template, person.as, person.email.toLowerCase()];
  await post(tx, office, {
    occasion: which.join(" "),
    template,
    person,
    values,
    links,
    requestId: row.id,
    userNumber: message.template === "user-number" ? (story.account?.userNumber ?? null) : null,
    now,
  });
}

type Posting = {
  occasion: string;
  template: { key: string; version: number; content: MailTemplate };
  person: Person;
  values: TemplateValues;
  links: string[];
  requestId: string | null;
  userNumber: string | null;
  now: Date;
};

/** Stores one e-mail and queues its sending; an occasion that was told before is left as it is. */
async function post(tx: Db, office: TellOffice, posting: Posting): Promise<void> {
  const { occasion, template, person, values, links, requestId, userNumber, now } = posting;
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
      requestId,
      userNumber,
      status: "waiting",
      queuedAt: now,
    })
    .onConflictDoNothing({ target: mail.occasion })
    .returning({ id: mail.id });
  if (!stored) return;
  await record(tx, {
    now,
    actor: inTrail(system("correspondence")),
    act: "mail.written",
    subject: { kind: "mail", id },
    requestId,
    details: { template: template.key, version: template.version, to: person.as },
  });
  await office.queue.enqueue(tx, sendMailJob, { mailId: id });
}

async function tellOfDraft(office: TellOffice, telling: Telling & { draftId: string }, now: Date): Promise<void> {
  await office.db.transaction(async (tx) => {
    const [row] = await tx.select().from(draft).where(eq(draft.id, telling.draftId));
    if (!row?.savedTo) return;
    const [resume] = await tx
      .select()
      .from(link)
      .where(and(eq(link.draftId, row.id), eq(link.kind, "resume"), isNull(link.endedAt)));
    const target = resume ?? (await makeLink(tx, { kind: "resume", draftId: row.id, now, expiresAt: row.expiresAt }));
    const values = {
      requestTitle: office.say(row.language, `requests:${row.type}.title`),
      resumeLink: placeholderOf(target.id),
      expiresOn: row.expiresAt,
    };
    await post(tx, office, {
      occasion: [telling.happening, row.id, row.version, row.savedTo.toLowerCase()].join(" "),
      template: await getDefinition(tx, row.releaseId, "mail", "draft-saved"),
      person: { as: "applicant", name: "", email: row.savedTo, language: row.language },
      values,
      links: [target.id],
      requestId: null,
      userNumber: null,
      now,
    });
  });
}

/** The values that a template declares; a link is made, or found again, only for a template that has one. */
async function valuesFor(tx: Db, office: TellOffice, of: { story: Story; person: Person; template: MailTemplate; links: string[]; now: Date }): Promise<TemplateValues> {
  const { story, person, template, links, now } = of;
  const { row, type, telling } = story;
  const asks = new Set(template.variables.map(({ name }) => name));
  const linked = async (kind: "confirm" | "status" | "objection" | "identification") => {
    const id = await findLink(tx, story, kind, person, now);
    if (!id) throw new Problem("link.unknown");
    links.push(id);
    return placeholderOf(id);
  };
  const expires = links.length === 0 && asks.has("expiresOn") ? await expiryOf(tx, row.id, telling.happening) : null;
  const reason = type.reasonCodes.find(({ code }) => code === row.reasonCode);
  const values: Record<string, string | Date | null> = {
    recipientName: person.name,
    requestTitle: office.say(person.language, `requests:${row.type}.title`),
    practice: story.practice,
    agbCode: row.agbCode ?? textAt(row.answers, type.about.agbCode),
    forWhom: row.subjectName,
    askedBy: row.applicantName,
    services: asks.has("services") ? await serviceNames(tx, story, person.language) : null,
    identifiers: asks.has("identifiers") ? identifierNames(office, story, person.language) : null,
    reference: referenceOf(row.number),
    reviewBy: story.reviewBy,
    reason: reason ? office.say(person.language, reason.textKey) : null,
    expiresOn: expires,
    installBy: story.installUntil,
    installedOn: story.certificate?.issuedAt ?? null,
    validUntil: story.certificate?.notAfter ?? null,
    postedOn: row.letterPostedAt ?? now,
    userNumber: story.account?.userNumber ?? null,
    guideLink: `${office.baseUrl}/guide`,
    formLink: `${office.baseUrl}/apply/${row.type}`,
    confirmLink: asks.has("confirmLink") ? await linked("confirm") : null,
    statusLink: asks.has("statusLink") ? await linked("status") : null,
    objectLink: asks.has("objectLink") ? await linked("objection") : null,
    identifyLink: asks.has("identifyLink") ? await linked("identification") : null,
  };
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string | Date] => entry[1] !== null));
}

async function findLink(tx: Db, story: Story, kind: "confirm" | "status" | "objection" | "identification", person: Person, now: Date): Promise<string | null> {
  const { row, telling } = story;
  if (kind === "identification") {
    const [party] = telling.partyId ? await tx.select().from(identificationParty).where(eq(identificationParty.id, telling.partyId)) : [];
    return party?.linkId ?? null;
  }
  const holder = kind === "objection" ? person.holder : undefined;
  const [found] = await tx
    .select({ id: link.id })
    .from(link)
    .where(and(eq(link.requestId, row.id), eq(link.kind, kind), holder ? eq(link.roleHolderId, holder.id) : undefined));
  if (found) return found.id;
  if (kind !== "objection" || !holder) return null;
  return (await makeLink(tx, { kind, requestId: row.id, roleHolderId: holder.id, now })).id;
}

async function expiryOf(tx: Db, requestId: string, happening: string): Promise<Date | null> {
  const kind = happening.startsWith("identification") ? "identification" : "confirm";
  const [found] = await tx
    .select({ expiresAt: link.expiresAt })
    .from(link)
    .where(and(eq(link.requestId, requestId), eq(link.kind, kind)))
    // The latest, also when it has ended meanwhile: an e-mail that is late still says what it would have said.
    .orderBy(desc(link.createdAt))
    .limit(1);
  return found?.expiresAt ?? null;
}

async function serviceNames(tx: Db, story: Story, language: Language): Promise<string> {
  const [catalogue] = await listDefinitions(tx, story.row.releaseId, "services");
  const asked = listAt(story.row.answers, inputOf(story.type, "services"));
  return asked.map((id) => catalogue?.content.services.find((service) => service.id === id)?.name[language] ?? id).join(", ");
}

/** The people who are asked to identify, by role and not by name: the applicant need not learn who they are. */
function identifierNames(office: TellOffice, story: Story, language: Language): string {
  const roles = [...new Set(story.holders.map(({ role }) => role))].filter((role) => role === "signatory" || role === "main-contact").sort().reverse();
  const and = language === "nl" ? " of de " : " or the ";
  return (language === "nl" ? "de " : "the ") + roles.map((role) => office.say(language, `common:roles.${role}`)).join(and);
}
