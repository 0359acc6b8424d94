import { and, eq, ne, notInArray, sql, type SQL } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { agbCode, agbService, agreement, enterprise } from "#db/schema/organisations.ts";
import { requestPerson } from "#db/schema/people.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { isDelivered, ownFormsOf, type RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { ServiceCatalogue } from "#app/domain/definitions/schema/services.ts";
import { allowedServices } from "#app/domain/decisions/services.ts";
import type { AgbEntry, Registers, TradeEntry } from "#app/domain/organisations/ports.ts";
import { SEAT_CHANGES, SEATS } from "#app/domain/organisations/roles.ts";
import { fullName } from "#app/domain/people.ts";
import { isProblem } from "#app/domain/problem.ts";
import type { Facts } from "#rules/vocabulary.ts";

import { accessFacts } from "./access-facts.ts";
import { accountFacts, kindFacts } from "./account-facts.ts";
import { answerAt, chosen, textAt, type Answers } from "./answers.ts";
import { addressFacts, changeFacts, credentialFacts } from "./data-facts.ts";
import { isRoleMailbox } from "./form/kinds/contact.ts";
import { listHolders } from "./holders.ts";
import { CLOSED } from "./lifecycle.ts";
import { askedServices, certificateKindOf, chosenInputOf, effectsOf, inputOf, subjectOf } from "./mapped.ts";
import { paperFacts } from "./paper.ts";
import { referenceOf } from "./reference.ts";
import { releaseFacts } from "./release-facts.ts";
import { roleFacts } from "./role-change.ts";

export type Channel = "online" | "paper" | "email" | "phone" | "portal";

/** What the registers said; "unavailable" when one did not answer, which is a fact too and no reason to lose a form. */
export type Looked = { agb: AgbEntry | null | "unavailable"; trade: TradeEntry | null | "unavailable" };

/** Asks both registers at once. Only "no answer" is borne; a reply that makes no sense counts as none. */
export async function lookUp(registers: Registers, codes: { agbCode: string; kvkNumber: string }): Promise<Looked> {
  const bear = <T>(asked: Promise<T>): Promise<T | "unavailable"> =>
    asked.catch((problem: unknown) => {
      if (isProblem(problem, "register.unreachable") || isProblem(problem, "register.malformed")) return "unavailable" as const;
      throw problem;
    });
  const [agb, trade] = await Promise.all([
    codes.agbCode ? bear(registers.agb.find(codes.agbCode)) : null,
    codes.kvkNumber ? bear(registers.trade.find(codes.kvkNumber)) : null,
  ]);
  return { agb, trade };
}

export type FactSource = { type: RequestType; answers: Answers; channel: Channel; looked: Looked; now: Date };

/** The facts of the intake point, as far as the form is filled in. */
export async function intakeFacts(db: Db, source: FactSource): Promise<Facts<"intake">> {
  const { type, answers, channel, looked, now } = source;
  const today = officeDate(now);
  const code = textAt(answers, type.about.agbCode) || null;
  const kvk = textAt(answers, type.about.kvkNumber) || null;
  const ours = await findParty(db, code, kvk);
  const agb = looked.agb === "unavailable" ? null : looked.agb;
  const trade = looked.trade === "unavailable" ? null : looked.trade;
  const services = [...askedServices(type, answers).granted];
  const holders = ours.enterprise ? await listHolders(db, ours.enterprise.id, code) : null;
  return {
    today,
    channel,
    segment: ours.enterprise?.segment ?? null,
    "form.reason": chosen(type, answers, "form.reason", ["not-contact", "no-certificate", "contact-absent"] as const),
    "contact.absence": chosen(type, answers, "contact.absence", ["none", "temporary", "long"] as const),
    "agreement.status": kvk ? agreementStatus(ours.agreements, today) : null,
    "register.unavailable": looked.agb === "unavailable" || looked.trade === "unavailable",
    ...(await kindFacts(db, { type, answers, agbCode: code })),
    "agb.code": code,
    "agb.known": looked.agb === "unavailable" || !code ? null : agb !== null,
    "agb.kind": agb?.kind ?? null,
    "agb.name": agb?.name ?? null,
    "agb.careType": agb?.careType.code ?? null,
    "agb.startsOn": agb?.startsOn ?? null,
    "agb.endsOn": agb?.endsOn ?? null,
    "agb.kvkMatches": agb && kvk ? agb.kvkNumber === kvk : null,
    "kvk.number": kvk,
    "kvk.known": looked.trade === "unavailable" || !kvk ? null : trade !== null,
    "kvk.endsOn": trade?.endsOn ?? null,
    "enterprise.known": kvk ? ours.enterprise !== null : null,
    "enterprise.name": ours.enterprise?.name ?? null,
    "applicant.as": chosen(type, answers, "applicant.as", ["signatory", "main-contact", "contact", "on-behalf"] as const),
    "role.asked": chosen(type, answers, "role.asked", SEATS),
    "role.change": chosen(type, answers, "role.change", SEAT_CHANGES),
    "delivery.asked": isDelivered({ effects: effectsOf(type, answers) }),
    "mainContact.present": holders && holders.some(({ role }) => role === "main-contact"),
    "services.requested": services,
    "zorginkoop.asked": services.some((service) => service.startsWith("zorginkoop")),
    ...addressFacts({ type, answers, looked }),
  };
}

export type ScreeningSource = FactSource & {
  /** The answers of all whom the request is about, this one's among them (R108). */
  people: readonly Answers[];
  requestId: string;
  catalogue: ServiceCatalogue;
  confirmed: boolean;
  objected: boolean;
  masked: Array<"bsn" | "pin">;
  workingDaysLeft: number | null;
};

/** The facts of the screening point: what intake knows, and what we know ourselves of the enterprise, its people and its accounts. */
export async function screeningFacts(db: Db, source: ScreeningSource): Promise<Facts<"screening">> {
  const { type, answers, catalogue, requestId } = source;
  const party = await intakeFacts(db, source);
  const ours = await findParty(db, party["agb.code"], party["kvk.number"]);
  const holders = ours.enterprise ? await listHolders(db, ours.enterprise.id, party["agb.code"]) : [];
  const signatories = holders.filter(({ role }) => role === "signatory");
  const mainContact = holders.find(({ role }) => role === "main-contact") ?? null;

  const applicantEmail = textAt(answers, type.about.applicantEmail).toLowerCase();
  const userName = subjectOf(type, answers);
  const subjectName = userName || practiceName(ours);
  const userEmail = textAt(answers, inputOf(type, "email")).toLowerCase();
  const agb = source.looked.agb === "unavailable" ? null : source.looked.agb;
  const services = party["services.requested"];
  const entitled = {
    careType: agb?.careType.code ?? ours.code?.careType ?? "",
    recognitions: agb?.recognitions ?? [],
    segment: ours.enterprise?.segment ?? "regular",
    agreementServices: ours.services,
    certificateKind: await kindOfServices(db, type, answers),
  } as const;
  const own = ownFormsOf(type);
  const allowed = own.length > 0 ? own.flatMap((form) => allowedServices(catalogue, entitled, form)) : allowedServices(catalogue, entitled);

  return {
    ...party,
    "services.notAllowed": services.filter((service) => !allowed.includes(service)),
    "services.needAddendum": services.filter((service) => catalogue.services.find(({ id }) => id === service)?.needsAddendum === true),
    ...(await accountFacts(db, { type, answers, before: source.people.slice(0, source.people.indexOf(answers)), agbCode: party["agb.code"], catalogue })),
    ...(await accessFacts(db, { type, answers, enterpriseId: ours.enterprise?.id ?? null, catalogue, holders })),
    ...(await roleFacts(db, { type, answers, requestId, enterpriseId: ours.enterprise?.id ?? null, agbCode: party["agb.code"], applicantEmail, holders })),
    "enterprise.soleTrader": ours.enterprise ? /eenmanszaak/i.test(ours.enterprise.legalForm) : null,
    ...(await credentialFacts(db, { type, answers, agbCode: party["agb.code"] })),
    ...(await releaseFacts(db, { type, answers, now: source.now })),
    ...(await changeFacts(db, { type, answers, party: ours.enterprise, agbCode: party["agb.code"] })),
    "applicant.roles": [...new Set(holders.filter(({ email }) => email.toLowerCase() === applicantEmail).map(({ role }) => role))],
    "applicant.name": textAt(answers, type.about.applicantName),
    "applicant.email": applicantEmail,
    "applicant.emailRegistered": holders.some(({ email }) => email.toLowerCase() === applicantEmail),
    "applicant.emailConfirmed": source.confirmed,
    "applicant.isUser": userEmail !== "" && userEmail === applicantEmail,
    "user.name": userName,
    "user.email": userEmail,
    "user.emailIsRoleMailbox": isRoleMailbox(userEmail),
    ...(await sameUser(db, party["agb.code"], userName, userEmail)),
    "user.sameInRequest": source.people.filter((other) => other !== answers && isSameUser(type, other, { name: userName, email: userEmail })).length,
    "revocation.reason": reasonOf(type, answers),
    "revocation.kind": chosen(type, answers, "revocation.kind", ["personal", "system"] as const),
    "revocation.on": textAt(answers, inputOf(type, "on")) || null,
    "user.declaredEmployed": declared(type, answers),
    "account.endsOn": textAt(answers, inputOf(type, "endsOn")) || null,
    "request.duplicates": await duplicates(db, requestId, party["agb.code"], subjectName),
    "request.maskedKinds": source.masked,
    "request.objected": source.objected,
    "request.daysUntilDue": source.workingDaysLeft,
    ...(await paperFacts(db, { requestId, channel: source.channel, holders })),
    "contact.present": holders.some(({ role }) => role === "contact"),
    "signatory.count": signatories.length,
    "signatory.joint": ours.enterprise?.jointlyAuthorised ?? false,
    "signatory.changedOn": dayOf(latest(signatories.map(({ appointedAt }) => appointedAt))),
    "mainContact.present": mainContact !== null,
    "mainContact.changedOn": dayOf(mainContact?.appointedAt),
    "mainContact.reachChangedOn": dayOf(latest([mainContact?.emailChangedAt ?? null, mainContact?.phoneChangedAt ?? null])),
    "correspondence.present": ours.enterprise !== null,
    "correspondence.changedOn": dayOf(ours.enterprise?.addressChangedAt),
  };
}

/** The enterprise and AGB code that a form speaks of, as we have them registered. */
export async function findParty(db: Db, code: string | null, kvk: string | null) {
  const [known] = kvk ? await db.select().from(enterprise).where(eq(enterprise.kvkNumber, kvk)) : [];
  const [registered] = code ? await db.select().from(agbCode).where(eq(agbCode.code, code)) : [];
  const agreements = known ? await db.select().from(agreement).where(eq(agreement.enterpriseId, known.id)) : [];
  const services = registered ? await db.select({ service: agbService.service }).from(agbService).where(eq(agbService.agbCode, registered.code)) : [];
  // An AGB code of another enterprise is not this party's.
  const own = registered && known && registered.enterpriseId === known.id ? registered : null;
  return { enterprise: known ?? null, code: own, agreements, services: own ? services.map(({ service }) => service) : [] };
}

/** Services are judged by the kind of account that is to be made, or that the form names (R87). */
async function kindOfServices(db: Db, type: RequestType, answers: Answers): Promise<"personal" | "system"> {
  const userNumber = textAt(answers, inputOf(type, "userNumber"));
  const [holder] = userNumber ? await db.select({ kind: account.kind }).from(account).where(eq(account.userNumber, userNumber)) : [];
  return holder?.kind === "system" ? "system" : certificateKindOf(type);
}

/** What a request is called in lists that is about no person: the practice. */
export function practiceName({ code, enterprise: party }: Pick<Awaited<ReturnType<typeof findParty>>, "code" | "enterprise">): string {
  return code?.name ?? party?.name ?? "";
}

/** Why something is to be revoked, wherever the form asks for it. */
function reasonOf(type: RequestType, answers: Answers) {
  const given = type.facts["revocation.reason"] ? textAt(answers, chosenInputOf(type, answers, "reason")) : "";
  return (["left", "deceased", "compromised", "not-needed", "other"] as const).find((reason) => reason === given) ?? null;
}

function declared(type: RequestType, answers: Answers): boolean {
  const path = type.facts["user.declaredEmployed"];
  const answer = path ? answerAt(answers, path) : null;
  return answer === true || answer === "yes";
}

/** How it stands between us and an enterprise on a day of the calendar (R1, R67). */
export function agreementStatus(agreements: ReadonlyArray<{ startsOn: string; endsOn: string | null }>, today: string): "active" | "pending" | "ended" | "none" {
  if (agreements.some(({ startsOn, endsOn }) => startsOn <= today && (endsOn === null || endsOn >= today))) return "active";
  if (agreements.some(({ startsOn }) => startsOn > today)) return "pending";
  return agreements.length > 0 ? "ended" : "none";
}

async function sameUser(db: Db, code: string | null, name: string, email: string) {
  const accounts = code ? await db.select().from(account).where(and(eq(account.agbCode, code), ne(account.status, "ended"))) : [];
  const sameEmail = accounts.find((one) => email !== "" && one.email.toLowerCase() === email);
  return {
    "user.emailOfAccount": sameEmail ? fullName(sameEmail) : null,
    "user.sameNameAccounts": accounts.filter((one) => fullName(one).toLowerCase() === name.toLowerCase()).length,
  };
}

/** Whether two on one form are one person twice, as far as a name or an e-mail address can tell (R32). */
function isSameUser(type: RequestType, other: Answers, { name, email }: { name: string; email: string }): boolean {
  const sameEmail = email !== "" && textAt(other, inputOf(type, "email")).toLowerCase() === email;
  return sameEmail || (name !== "" && subjectOf(type, other).toLowerCase() === name.toLowerCase());
}

async function duplicates(db: Db, requestId: string, code: string | null, name: string): Promise<string[]> {
  if (!code || !name) return [];
  const rows = await db
    .select({ number: request.number })
    .from(request)
    .where(
      and(
        eq(request.agbCode, code),
        ne(request.id, requestId),
        isAbout(name),
        notInArray(request.status, [...CLOSED, "unconfirmed"]),
      ),
    )
    .orderBy(request.number)
    .limit(10);
  return rows.map(({ number }) => referenceOf(number));
}

/** The condition that a request is about somebody of this name, alone or among others. */
export function isAbout(name: string): SQL<boolean> {
  const person = sql`exists (select 1 from ${requestPerson} where ${requestPerson.requestId} = ${request.id} and lower(${requestPerson.name}) = ${name.toLowerCase()})`;
  return sql<boolean>`(lower(${request.subjectName}) = ${name.toLowerCase()} or ${person})`;
}

function latest(instants: Array<Date | null>): Date | null {
  return instants.reduce((newest, one) => (one && (!newest || one > newest) ? one : newest), null);
}

function dayOf(instant: Date | null | undefined): string | null {
  return instant ? officeDate(instant) : null;
}

