import { and, eq } from "drizzle-orm";

import { account, certificate, credential, letter } from "#db/schema/accounts.ts";
import { mail } from "#db/schema/correspondence.ts";
import { identificationParty } from "#db/schema/identification.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { request, requestChange, requestClock, requestQuestion } from "#db/schema/requests.ts";
import { undeliveredNumber } from "#db/schema/undelivered.ts";
import type { Db } from "#db/types.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import type { Telling } from "#app/domain/jobs/list.ts";
import type { Holder } from "#app/domain/organisations/roles.ts";
import { fullName, PersonName, type Language } from "#app/domain/people.ts";
import { readPeople, type Person as Subject } from "#app/domain/requests/persons.ts";
import { Problem } from "#app/domain/problem.ts";
import { textAt } from "#app/domain/requests/answers.ts";
import { askedRole } from "#app/domain/requests/asked-role.ts";
import { listDepartedAddresses, listPresentHolders } from "#app/domain/requests/holders.ts";
import { practiceName } from "#app/domain/requests/practice.ts";
import { listJoined } from "#app/domain/requests/same.ts";
import { readRoleChange, type RoleChangeView } from "#app/domain/requests/role-change.ts";

type RequestRow = typeof request.$inferSelect;

/** Who is told, in which role, in which language. */
export type Person = { as: string; name: string; email: string; language: Language; holder?: Holder };

/** What every e-mail about a request is written from. */
export type Story = {
  telling: Telling;
  row: RequestRow;
  type: RequestType;
  practice: string;
  /** Who has a role now and may be told: without those who were reported to have left or died (D16). */
  holders: Holder[];
  /** Who had a role and who has it, where the request is about that. */
  roleChange: RoleChangeView | null;
  account: typeof account.$inferSelect | null;
  /** Whom it is told of: those who go on, once that was decided; the one whose account or letter it is about; else everybody. */
  people: readonly Subject[];
  /** Everybody whom the request is about, with what was decided (R108). */
  everybody: readonly Subject[];
  installUntil: Date | null;
  /** What the applicant was promised; the request's own due date is gone as soon as others are to act, and an e-mail may be late. */
  reviewBy: Date | null;
  certificate: typeof certificate.$inferSelect | null;
  /** What the applicant is asked, where the happening is about a question. */
  question: typeof requestQuestion.$inferSelect | null;
  /** The requests that are answered together with it. */
  joined: RequestRow[];
  /** Who gets a user number that did not arrive, and with which template. */
  instead: { template: string; holder: Holder; address: string } | null;
  /** What it changed in our own data, once it did. */
  change: typeof requestChange.$inferSelect | null;
};

/** Gathers what an e-mail is written from: the request, its party, and what was made of it. Throws `request.unknown`. */
export async function readStory(tx: Db, telling: Telling): Promise<Story> {
  const [found] = telling.userNumber ? await tx.select().from(account).where(eq(account.userNumber, telling.userNumber)) : [];
  const requestId = telling.requestId ?? found?.requestId;
  if (!requestId) throw new Problem("request.unknown");
  const [row] = await tx.select().from(request).where(eq(request.id, requestId));
  if (!row) throw new Problem("request.unknown");
  const [made] = found ? [found] : await tx.select().from(account).where(eq(account.requestId, requestId)).orderBy(account.position);
  const [valid] = made
    ? await tx
        .select()
        .from(credential)
        .where(eq(credential.userNumber, made.userNumber))
        .orderBy(credential.madeAt)
        .then((all) => all.slice(-1))
    : [];
  const [installed] = telling.serial ? await tx.select().from(certificate).where(eq(certificate.serial, telling.serial)) : [];
  const [review] = await tx
    .select({ dueAt: requestClock.dueAt })
    .from(requestClock)
    .where(and(eq(requestClock.requestId, requestId), eq(requestClock.stage, "review")));
  const [question] = telling.about ? await tx.select().from(requestQuestion).where(eq(requestQuestion.id, telling.about)) : [];
  const [change] = await tx.select().from(requestChange).where(eq(requestChange.requestId, requestId));
  const type = (await getDefinition(tx, row.releaseId, "request-type", row.type)).content;
  const everybody = await readPeople(tx, type, row);
  return {
    telling,
    row,
    type,
    everybody,
    people: await peopleToldOf(tx, { telling, row, everybody, of: found ?? null }),
    practice: (await practiceName(tx, row)) ?? textAt(row.answers, type.about.agbCode),
    holders: row.enterpriseId ? await listPresentHolders(tx, row.enterpriseId, row.agbCode) : [],
    roleChange: await readRoleChange(tx, type, row),
    account: made ?? null,
    installUntil: valid?.installUntil ?? null,
    reviewBy: review?.dueAt ?? null,
    certificate: installed ?? null,
    question: question ?? null,
    joined: await listJoined(tx, requestId),
    instead: telling.happening === "number.sent-again" && telling.about ? await findInstead(tx, telling.about) : null,
    change: change ?? null,
  };
}

/** Of several people those whom a happening is about (R108). Of one, that one. */
async function peopleToldOf(tx: Db, about: { telling: Telling; row: RequestRow; everybody: readonly Subject[]; of: typeof account.$inferSelect | null }): Promise<readonly Subject[]> {
  const { telling, row, everybody, of } = about;
  if (everybody.length < 2) return everybody;
  if (of) return everybody.filter(({ position }) => position === of.position);
  if (telling.happening.startsWith("letter") && telling.about) {
    const posted = await tx
      .select({ id: letter.id, at: letter.postedAt, position: account.position })
      .from(letter)
      .innerJoin(credential, eq(credential.id, letter.credentialId))
      .innerJoin(account, eq(account.userNumber, credential.userNumber))
      .where(eq(letter.requestId, row.id));
    const mine = posted.find(({ id }) => id === telling.about);
    // A parcel: all that were posted in the same instant.
    const together = posted.filter(({ id, at }) => id === telling.about || (telling.happening === "letters.posted" && at !== null && at.getTime() === mine?.at?.getTime()));
    return everybody.filter(({ position }) => together.some((one) => one.position === position));
  }
  return everybody.filter(({ decision }) => decision !== "reject" || row.decision === "reject");
}

/** What was approved, and came to nothing because the account ended. */
const LAPSED: ReadonlyArray<Telling["happening"]> = ["delivery.lapsed", "change.lapsed", "number.given-up"];

/** Who "applicant", "contact", "main-contact", … are for this request; nobody is told twice in two roles. */
export async function listRecipients(tx: Db, story: Story, to: string): Promise<Person[]> {
  const { row, telling, holders } = story;
  if (telling.partyId) {
    const [party] = await tx.select().from(identificationParty).where(eq(identificationParty.id, telling.partyId));
    return party ? [{ as: party.role, name: fullName(party), email: party.email, language: party.language }] : [];
  }
  const held = (roles: string[]) =>
    unique(holders.filter(({ role }) => roles.includes(role)).map((holder) => ({ as: holder.role, name: fullName(holder), email: holder.email, language: holder.language, holder })));
  switch (to) {
    case "applicant":
      // An account may have ended because whoever asked for it has left or died: then whoever is there hears of it instead (D16).
      return LAPSED.includes(telling.happening) && (await hasDeparted(tx, row)) ? held(["main-contact"]) : [applicantOf(row)];
    case "user": {
      const name = PersonName.safeParse(story.account);
      return story.account && name.success ? [{ as: "user", name: fullName(name.data), email: story.account.email, language: story.account.language }] : [];
    }
    case "joined-applicant":
      return unique(story.joined.map(applicantOf));
    case "other-applicant":
      return unique(story.joined.map(applicantOf)).filter(({ email }) => email.toLowerCase() !== row.applicantEmail.toLowerCase());
    case "contact":
      return held(["contact"]);
    case "main-contact":
      return held(["main-contact"]);
    case "signatory":
      return held(["signatory"]);
    case "number-holder":
      return story.instead ? [{ as: story.instead.holder.role, name: fullName(story.instead.holder), email: story.instead.address, language: story.instead.holder.language }] : [];
    case "former-holder":
      return formerHolder(story);
    case "new-holder":
      return newHolder(story);
    case "changed-person":
      return changedPerson(story.change, story.change?.email ?? null, to);
    case "former-address":
      return changedPerson(story.change, story.change?.formerEmail ?? null, to);
    default:
      return [];
  }
}

async function findInstead(tx: Db, undeliveredId: string): Promise<Story["instead"]> {
  const [found] = await tx
    .select({ template: mail.template, holder: roleHolder, address: undeliveredNumber.address })
    .from(undeliveredNumber)
    .innerJoin(mail, eq(mail.id, undeliveredNumber.mailId))
    .innerJoin(roleHolder, eq(roleHolder.id, undeliveredNumber.holderId))
    .where(eq(undeliveredNumber.id, undeliveredId));
  return found?.address ? { template: found.template, holder: found.holder, address: found.address } : null;
}

async function hasDeparted(tx: Db, { enterpriseId, applicantEmail }: RequestRow): Promise<boolean> {
  return enterpriseId !== null && (await listDepartedAddresses(tx, enterpriseId)).includes(applicantEmail.toLowerCase());
}

function applicantOf({ applicantName, applicantEmail, language }: RequestRow): Person {
  return { as: "applicant", name: applicantName, email: applicantEmail, language };
}

/** Who gives a role up is told at once (D15); who left or died is not (D16), unless nobody whom we know says so: then they can still object. */
function formerHolder({ roleChange, holders }: Story): Person[] {
  const former = roleChange?.former;
  if (!former || (roleChange.isGone && !holders.some(({ id }) => id === former.id))) return [];
  return [{ as: "former-holder", name: fullName(former), email: former.email, language: former.language, holder: former }];
}

function newHolder({ type, row }: Story): Person[] {
  const appointed = askedRole(type, row.answers)?.appointed;
  return appointed ? [{ as: "new-holder", name: fullName(appointed.name), email: appointed.email, language: row.language }] : [];
}

/** Whose data changed, at one of their addresses. */
function changedPerson(change: Story["change"], email: string | null, as: string): Person[] {
  return change?.personName && change.language && email ? [{ as, name: change.personName, email, language: change.language }] : [];
}

function unique(people: Person[]): Person[] {
  return people.filter((person, index) => people.findIndex((other) => other.email.toLowerCase() === person.email.toLowerCase()) === index);
}
