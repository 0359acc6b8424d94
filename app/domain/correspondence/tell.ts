import { and, desc, eq, isNull, sql } from "drizzle-orm";

import { identificationParty } from "#db/schema/identification.ts";
import { draft, link } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { makeLink } from "#app/domain/access/links.ts";
import { fieldTexts } from "#app/domain/definitions/schema/form-texts.ts";
import type { MailTemplate } from "#app/domain/definitions/schema/mail.ts";
import { currentRelease, findDefinition, getDefinition, listDefinitions, type Pinned } from "#app/domain/definitions/store.ts";
import type { Telling } from "#app/domain/jobs/list.ts";
import type { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { textAt } from "#app/domain/requests/answers.ts";
import { wordWhatIsAsked } from "#app/domain/requests/asked-for.ts";
import { readAuthorisationChange } from "#app/domain/requests/authorisation-change.ts";
import { shownValue } from "#app/domain/requests/form/kinds/contact.ts";
import { chosenInputOf, isAnswered } from "#app/domain/requests/mapped.ts";
import { howMany } from "#app/domain/requests/people.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

import { listForWhom, listOutcomes, wordDecided, wordForWhom, wordServices } from "./people-words.ts";
import { postMail, type TellOffice } from "./post.ts";
import { roleWords } from "./role-words.ts";
import { placeholderOf } from "./send.ts";
import { listRecipients, readStory, type Person, type Story } from "./story.ts";
import { readOfCertificate, tellOfCertificate } from "./tell-of-certificate.ts";
import { isOfEndDate, tellOfEndDate } from "./tell-of-end-date.ts";
import { tellOfEnding, tellOfMove } from "./tell-holders.ts";
import { longDate, type TemplateValues } from "./values.ts";


type Message = { template: string; to: string; people?: "one" | "several" | undefined };

/**
 * Tells those whom a happening concerns: writes each e-mail once (`occasion_is_told_once`), and puts its sending on the queue, in one
 * transaction. Who is told, and with which template, the request type declares under `messages`; run twice, it adds nothing.
 */
export async function tell(office: TellOffice, telling: Telling, now: Date): Promise<void> {
  if (telling.draftId) return tellOfDraft(office, { ...telling, draftId: telling.draftId }, now);
  if (telling.moveId) return tellOfMove(office, { ...telling, moveId: telling.moveId }, now);
  if (isOfEndDate(telling)) return tellOfEndDate(office, telling, now);
  const ofCertificate = await readOfCertificate(office.db, telling);
  if (ofCertificate) return tellOfCertificate(office, ofCertificate, now);
  if (telling.endingId) return tellOfEnding(office, { ...telling, endingId: telling.endingId }, now);
  await office.db.transaction(async (tx) => {
    if (telling.happening === "request.submitted" && telling.about && !(await isStillLinked(tx, telling.about))) return;
    const story = await readStory(tx, telling);
    const messages = messagesOf(story);
    const told = new Set<string>();
    const meant = messages.filter(({ people }) => (people ?? howMany(story.everybody)) === howMany(story.everybody));
    for (const message of meant) {
      for (const person of await listRecipients(tx, story, message.to)) {
        // Who hears of it in one role need not hear it again in another; where each holder has a link of their own, they do.
        const what = `${message.template} ${person.email.toLowerCase()} ${person.holder && telling.happening === "request.confirmed" ? person.holder.id : ""}`;
        if (told.has(what)) continue;
        told.add(what);
        await write(tx, office, { story, message, person, now });
      }
    }
  });
}

/**
 * Whether the link that is to be mailed has not ended: where the applicant corrected their address first, another telling brings the one that took its place. Held until the e-mail is
 * written, so that whoever corrects just then finds it and keeps it back.
 */
async function isStillLinked(tx: Db, linkId: string): Promise<boolean> {
  const [living] = await tx.select({ id: link.id }).from(link).where(and(eq(link.id, linkId), isNull(link.endedAt))).for("share");
  return living !== undefined;
}

/** The templates in which a user number stands: one that does not arrive holds the PIN letter back. */
const WITH_NUMBER: readonly string[] = ["user-number", "number-again"];

/**
 * What is said of every type alike, whether or not it declares it: that several forms are answered together, to whoever sent one of the others the answer, and that
 * the account ended before it was delivered or changed, or that its number could not be delivered.
 */
const OF_EVERY_TYPE: Partial<Record<Telling["happening"], readonly Message[]>> = {
  "request.answered-by-phone": [{ template: "phone-answer", to: "applicant" }],
  "request.joined": [{ template: "request-joined", to: "joined-applicant" }],
  "request.approved": [{ template: "joined-answered", to: "other-applicant" }],
  "request.rejected": [{ template: "joined-answered", to: "other-applicant" }],
  "number.given-up": [
    { template: "number-given-up", to: "applicant" },
    { template: "number-given-up", to: "other-applicant" },
  ],
  "change.lapsed": [
    { template: "change-lapsed", to: "applicant" },
    { template: "change-lapsed", to: "other-applicant" },
  ],
  "delivery.lapsed": [
    { template: "delivery-lapsed", to: "applicant" },
    { template: "delivery-lapsed", to: "other-applicant" },
  ],
};

function messagesOf({ type, row, instead, telling: { happening } }: Story): readonly Message[] {
  // The same e-mail as the one that did not arrive, to whoever gets it instead.
  if (happening === "number.sent-again") return instead ? [{ template: instead.template, to: "number-holder" }] : [];
  const declared = (type.messages[happening] ?? []).filter(({ when }) => isAnswered(when, row.answers));
  return [...declared, ...(OF_EVERY_TYPE[happening] ?? [])];
}

async function write(tx: Db, office: TellOffice, of: { story: Story; message: Message; person: Person; now: Date }): Promise<void> {
  const { story, message, person, now } = of;
  const { row, telling } = story;
  const template = await templateOf(tx, row.releaseId, message.template);
  const links: string[] = [];
  const values = await valuesFor(tx, office, { ...of, template: template.content, links });
  const which = [telling.happening, telling.partyId ?? telling.serial ?? telling.about ?? row.id, telling.time ?? 1, message.template, person.as, person.email.toLowerCase()];
  await postMail(tx, office, {
    occasion: which.join(" "),
    template,
    person,
    values,
    links,
    requestId: row.id,
    userNumber: WITH_NUMBER.includes(message.template) ? (story.account?.userNumber ?? null) : null,
    now,
  });
}

/** As the request pinned it (P17); one that is younger than its release, as it is now. */
async function templateOf(tx: Db, releaseId: number, key: string): Promise<Pinned<"mail">> {
  return (await findDefinition(tx, releaseId, "mail", key)) ?? getDefinition(tx, await currentRelease(tx), "mail", key);
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
    await postMail(tx, office, {
      occasion: [telling.happening, telling.about ?? row.id, row.savedTo.toLowerCase()].join(" "),
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
  const expires = story.question ? story.question.expiresAt : links.length === 0 && asks.has("expiresOn") ? await expiryOf(tx, row.id, telling.happening) : null;
  const reason = type.reasonCodes.find(({ code }) => code === row.reasonCode);
  const values: Record<string, string | Date | null> = {
    recipientName: person.name,
    requestTitle: office.say(person.language, `requests:${row.type}.title`),
    practice: story.practice,
    agbCode: row.agbCode ?? textAt(row.answers, type.about.agbCode),
    askedBy: row.applicantName,
    ...(await whom(tx, story, office, person.language)),
    ...(asks.has("servicesBefore") || asks.has("servicesAfter") ? await oldAndNew(tx, story, office, person.language) : {}),
    ...roleWords(story, (key) => office.say(person.language, key)),
    whatIsAsked: asks.has("whatIsAsked") ? wordWhatIsAsked(type, row.answers, person.language, office.say).join("\n") : null,
    identifiers: asks.has("identifiers") ? identifierNames(office, story, person.language) : null,
    ...(asks.has("whatChanged") ? whatChanged(office, story, person.language) : {}),
    reference: referenceOf(row.number),
    revokeReason: asks.has("revokeReason") ? reasonGiven(story, (key) => office.say(person.language, key)) : null,
    takesEffect: asks.has("takesEffect") ? (row.carryOutOn === null ? office.say(person.language, "common:atOnce") : longDate(new Date(`${row.carryOutOn}T12:00:00Z`), person.language)) : null,
    reviewBy: story.reviewBy,
    reason: reason ? office.say(person.language, reason.textKey) : null,
    outcome: asks.has("outcome") ? wordOutcome(story, office, person.language) : null,
    joined: asks.has("joined") ? story.joined.map(({ number }) => referenceOf(number)).join(", ") : null,
    question: story.question?.question ?? null,
    answer: story.question?.answer ?? null,
    answeredOn: story.question?.answeredAt ?? null,
    expiresOn: expires,
    installBy: story.installUntil,
    installedOn: story.certificate?.issuedAt ?? null,
    validUntil: story.certificate?.notAfter ?? null,
    postedOn: row.letterPostedAt ?? row.postLeftAt ?? now,
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
    .where(and(eq(link.requestId, row.id), eq(link.kind, kind), holder ? eq(link.roleHolderId, holder.id) : undefined))
    // The one that lives: it may have taken the place of another.
    .orderBy(sql`${link.endedAt} is not null`, desc(link.createdAt))
    .limit(1);
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

/** Why something is to be revoked, in the words of the form. */
function reasonGiven({ type, row }: Story, say: (key: string) => string): string {
  const path = chosenInputOf(type, row.answers, "reason");
  return say(fieldTexts(type.id, { id: path }).option(textAt(row.answers, path)));
}

/** What was decided, as a sentence: of several, how many were approved, for whoever sent a form for one of them may be told no more than is so. Null before a decision. */
function wordOutcome({ row, type, everybody }: Story, office: TellOffice, language: Language): string | null {
  if (row.decision === null) return null;
  const decided = wordDecided(everybody, { language, say: office.say });
  const reason = type.reasonCodes.find(({ code }) => code === row.reasonCode);
  return [office.say(language, `common:outcome.${row.decision}`, { decided }), reason && office.say(language, reason.textKey)].filter(Boolean).join(" ");
}

/** For whom a request is, and with which services: one person, or several (R108). */
async function whom(tx: Db, story: Story, office: TellOffice, language: Language): Promise<Record<string, string>> {
  const about = { type: story.type, subjectName: story.row.subjectName, people: story.people };
  const words = { language, say: office.say, service: await serviceNames(tx, story, language) };
  return {
    forWhom: story.everybody.length > 1 ? wordForWhom(about, language) : story.row.subjectName,
    people: story.everybody.length > 1 ? listForWhom(about, words) : story.row.subjectName,
    outcomes: listOutcomes({ ...about, people: story.everybody }, words),
    decided: wordDecided(story.everybody, words),
    services: wordServices(about, words),
  };
}

async function serviceNames(tx: Db, story: Story, language: Language): Promise<(id: string) => string> {
  const [catalogue] = await listDefinitions(tx, story.row.releaseId, "services");
  return (id) => catalogue?.content.services.find((service) => service.id === id)?.name[language] ?? id;
}

/** What the user could do and can do now, each service on a line of its own. */
async function oldAndNew(tx: Db, story: Story, office: TellOffice, language: Language): Promise<Record<string, string>> {
  const change = await readAuthorisationChange(tx, story.type, story.row);
  const name = await serviceNames(tx, story, language);
  const lines = (services: readonly string[] = []) => services.map(name).join("\n") || office.say(language, "common:nothing");
  return { servicesBefore: lines(change?.before), servicesAfter: lines(change?.after) };
}

/** What was changed, as it was and as it is: each value on a line of its own. */
function whatChanged(office: TellOffice, { change }: Story, language: Language): Record<string, string> {
  const values = change?.values ?? [];
  const lines = (side: "before" | "after") => values.map((one) => shownValue(one.field, one[side]) || office.say(language, "common:nothing")).join("\n");
  return { whatChanged: values.map(({ field }) => office.say(language, `common:data.${field}`)).join(", "), valueBefore: lines("before"), valueAfter: lines("after") };
}

/** The people who are asked to identify, by role and not by name: the applicant need not learn who they are. */
function identifierNames(office: TellOffice, story: Story, language: Language): string {
  const roles = [...new Set(story.holders.map(({ role }) => role))].filter((role) => role === "signatory" || role === "main-contact").sort().reverse();
  const and = language === "nl" ? " of de " : " or the ";
  return (language === "nl" ? "de " : "the ") + roles.map((role) => office.say(language, `common:roles.${role}`)).join(and);
}
