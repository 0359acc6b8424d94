import { and, eq, inArray, isNull, ne, notInArray, sql } from "drizzle-orm";

import { account, authorisation } from "#db/schema/accounts.ts";
import { agbCode, agbService, agreement, enterprise, roleHolder } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import type { ServiceCatalogue } from "#app/domain/definitions/schema/services.ts";
import { allowedServices } from "#app/domain/decisions/services.ts";
import type { AgbEntry, Registers, TradeEntry } from "#app/domain/organisations/ports.ts";
import { fullName } from "#app/domain/people.ts";
import { isProblem } from "#app/domain/problem.ts";
import type { Facts } from "#rules/vocabulary.ts";

import { answerAt, listAt, textAt, type Answers } from "./answers.ts";
import { isRoleMailbox } from "./form/kinds/contact.ts";
import { CLOSED } from "./lifecycle.ts";
import { referenceOf } from "./reference.ts";

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
  const services = servicesAsked(type, answers);
  return {
    today,
    channel,
    segment: ours.enterprise?.segment ?? null,
    "form.reason": chosen(type, answers, "form.reason", ["not-contact", "no-certificate", "contact-absent"] as const),
    "contact.absence": chosen(type, answers, "contact.absence", ["none", "temporary", "long"] as const),
    "agreement.status": kvk ? agreementStatus(ours.agreements, today) : null,
    "register.unavailable": looked.agb === "unavailable" || looked.trade === "unavailable",
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
    "services.requested": services,
    "zorginkoop.asked": services.some((service) => service.startsWith("zorginkoop")),
  };
}

export type ScreeningSource = FactSource & {
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
  const userName = textAt(answers, type.about.subjectName);
  const userEmail = textAt(answers, inputOf(type, "email")).toLowerCase();
  const agb = source.looked.agb === "unavailable" ? null : source.looked.agb;
  const services = party["services.requested"];
  const allowed = allowedServices(catalogue, {
    careType: agb?.careType.code ?? ours.code?.careType ?? "",
    recognitions: agb?.recognitions ?? [],
    segment: ours.enterprise?.segment ?? "regular",
    agreementServices: ours.services,
  });
  const users = await countUsers(db, party["agb.code"], catalogue);

  return {
    ...party,
    "services.notAllowed": services.filter((service) => !allowed.includes(service)),
    "services.needAddendum": services.filter((service) => catalogue.services.find(({ id }) => id === service)?.needsAddendum === true),
    "services.overMaximum": services.filter((service) => {
      const maximum = catalogue.services.find(({ id }) => id === service)?.maxUsers;
      return typeof maximum === "number" && (users.perService.get(service) ?? 0) + 1 > maximum;
    }),
    "wmo.usersAfter": users.perBasis.wmo + (services.some((service) => basisOf(catalogue, service) === "wmo") ? 1 : 0),
    "jeugdwet.usersAfter": users.perBasis.jeugdwet + (services.some((service) => basisOf(catalogue, service) === "jeugdwet") ? 1 : 0),
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
    "user.declaredEmployed": declared(type, answers),
    "account.endsOn": textAt(answers, inputOf(type, "endsOn")) || null,
    "request.duplicates": await duplicates(db, requestId, party["agb.code"], userName),
    "request.maskedKinds": source.masked,
    "request.objected": source.objected,
    "request.daysUntilDue": source.workingDaysLeft,
    "paper.signed": null,
    "contact.present": holders.some(({ role }) => role === "contact"),
    "signatory.count": signatories.length,
    "signatory.joint": ours.enterprise?.jointlyAuthorised ?? false,
    "signatory.changedOn": dayOf(latest(signatories.map(({ appointedAt }) => appointedAt))),
    "mainContact.present": mainContact !== null,
    "mainContact.changedOn": dayOf(mainContact?.appointedAt),
    "mainContact.reachChangedOn": dayOf(mainContact?.emailChangedAt),
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

/** Who holds a role now: of the enterprise, and of this AGB code. */
export async function listHolders(db: Db, enterpriseId: string, code: string | null) {
  const holders = await db.select().from(roleHolder).where(and(eq(roleHolder.enterpriseId, enterpriseId), isNull(roleHolder.endedAt))).orderBy(roleHolder.role, roleHolder.rank);
  return holders.filter((holder) => holder.agbCode === null || holder.agbCode === code);
}

/** The answer path that an effect's input is mapped from; empty when no effect asks for it. */
export function inputOf(type: RequestType, input: string): string {
  return type.effects.map(({ inputs }) => inputs[input]).find((path) => path !== undefined) ?? "";
}

function servicesAsked(type: RequestType, answers: Answers): string[] {
  return listAt(answers, type.facts["services.requested"] ?? inputOf(type, "services"));
}

function chosen<const T extends readonly string[]>(type: RequestType, answers: Answers, fact: string, values: T): T[number] | null {
  const path = type.facts[fact];
  const answer = path ? textAt(answers, path) : "";
  return values.find((value) => value === answer) ?? null;
}

function declared(type: RequestType, answers: Answers): boolean {
  const path = type.facts["user.declaredEmployed"];
  const answer = path ? answerAt(answers, path) : null;
  return answer === true || answer === "yes";
}

function agreementStatus(agreements: Array<{ startsOn: string; endsOn: string | null }>, today: string): "active" | "pending" | "ended" | "none" {
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

async function duplicates(db: Db, requestId: string, code: string | null, name: string): Promise<string[]> {
  if (!code || !name) return [];
  const rows = await db
    .select({ number: request.number })
    .from(request)
    .where(
      and(
        eq(request.agbCode, code),
        ne(request.id, requestId),
        sql`lower(${request.subjectName}) = ${name.toLowerCase()}`,
        notInArray(request.status, [...CLOSED, "unconfirmed"]),
      ),
    )
    .orderBy(request.number)
    .limit(10);
  return rows.map(({ number }) => referenceOf(number));
}

async function countUsers(db: Db, code: string | null, catalogue: ServiceCatalogue) {
  const rows = code
    ? await db
        .select({ service: authorisation.service, userNumber: authorisation.userNumber })
        .from(authorisation)
        .innerJoin(account, eq(account.userNumber, authorisation.userNumber))
        .where(and(eq(account.agbCode, code), isNull(authorisation.withdrawnAt), inArray(account.status, ["active", "blocked"])))
    : [];
  const perService = new Map<string, number>();
  const basis = { wmo: new Set<string>(), jeugdwet: new Set<string>() };
  for (const { service, userNumber } of rows) {
    perService.set(service, (perService.get(service) ?? 0) + 1);
    const of = basisOf(catalogue, service);
    if (of === "wmo" || of === "jeugdwet") basis[of].add(userNumber);
  }
  return { perService, perBasis: { wmo: basis.wmo.size, jeugdwet: basis.jeugdwet.size } };
}

function basisOf(catalogue: ServiceCatalogue, service: string): string | null {
  return catalogue.services.find(({ id }) => id === service)?.legalBasis ?? null;
}

function latest(instants: Array<Date | null>): Date | null {
  return instants.reduce((newest, one) => (one && (!newest || one > newest) ? one : newest), null);
}

function dayOf(instant: Date | null | undefined): string | null {
  return instant ? officeDate(instant) : null;
}

