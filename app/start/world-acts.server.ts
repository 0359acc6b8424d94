import { and, asc, eq } from "drizzle-orm";

import { account, credential, letter } from "#db/schema/accounts.ts";
import { link, request } from "#db/schema/requests.ts";
import type { CastPractice } from "#db/worlds/cast.ts";
import type { Colleague } from "#db/worlds/colleagues.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import type { Link } from "#app/domain/access/links.ts";
import { grantInstallation, markSaved } from "#app/domain/certificates/install.ts";
import { installCertificate } from "#app/domain/certificates/pipeline.ts";
import type { Authority } from "#app/domain/certificates/ports.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import { takeDecisionsIntoEffect } from "#app/domain/effects/take-effect.ts";
import type { Language } from "#app/domain/people.ts";
import { makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { settleBatch } from "#app/domain/print-room/settle.ts";
import { isProblem } from "#app/domain/problem.ts";
import { askInformation } from "#app/domain/requests/ask.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { confirmAddress } from "#app/domain/requests/confirm.ts";
import { approveRequest, getRequest, rejectRequest, secondApprove } from "#app/domain/requests/decide.ts";
import { beginDraft, saveDraft } from "#app/domain/requests/draft.ts";
import { draftContent } from "#app/domain/requests/form/content.ts";
import { fingerprint } from "#app/domain/requests/form/seen.ts";
import { readAnswers } from "#app/domain/requests/form/read.ts";
import { lookUp } from "#app/domain/requests/facts.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { submitDraft } from "#app/domain/requests/submit.ts";
import { makeCsr } from "#app/ui/install/csr.ts";

import { pastRegisters, type PastOffice } from "./world-office.server.ts";

/** What somebody fills in. */
export type FilledForm = {
  practice: CastPractice;
  agbCode: string;
  user: Colleague;
  applicant: Colleague;
  reason: "not-contact" | "no-certificate" | "contact-absent";
  services: string[];
  position: string;
  remarks: string;
  endsOn: string | null;
  language: Language;
};

/** Everything that the stories of a world are told with. */
export type World = PastOffice & {
  /** What opens and locks the bank's answers. */
  secret: string;
  /** Looks at the moment that was turned to. */
  authority: Authority;
  turnTo(moment: Date): void;
  reviewers: readonly [StaffActor, StaffActor];
  printRoom: StaffActor;
  /** Keys of users who install; each is certified once. */
  nextKey(): Promise<CryptoKeyPair>;
};

/** A form of any type as it is typed. */
export type TypedForm = { type: string; practice: CastPractice; agbCode: string; typed: Record<string, string | string[]>; services: readonly string[]; language: Language };

/** Asks for a new user; answers the request's id. */
export async function send(world: World, form: FilledForm, now: Date): Promise<string> {
  return sendTyped(world, { ...form, type: "new-user", typed: typedInto(form) }, now);
}

/** Fills in a form and sends it; answers the request's id. What the form itself would refuse is a mistake in the stage directions. */
export async function sendTyped(world: World, form: TypedForm, now: Date): Promise<string> {
  const { office } = world;
  const { draft: begun } = await beginDraft(office, { type: form.type, language: form.language, now });
  const type = await requestTypeOf(office.db, begun);
  const reading = readAnswers(type, form.typed, { today: officeDate(now), services: form.services });
  if (reading.errors[0]) throw new Error(`The form was filled in wrongly: ${reading.errors.map(({ field, code }) => `${field} ${code}`).join(", ")}`);
  const looked = await lookUp(pastRegisters, { agbCode: form.agbCode, kvkNumber: form.practice.kvkNumber });
  const page = type.pages[0];
  if (!page) throw new Error("The form has no page.");
  const content = { answers: reading.answers, typed: reading.typed, masked: reading.masked, looked, from: null };
  const saved = await saveDraft(office, { row: begun, page, seen: fingerprint(page, draftContent(begun.answers).typed), content, language: form.language, now });
  const { requestId } = await submitDraft(office, { draftId: saved.id, version: saved.version, acceptedTerms: type.terms.version, now });
  await world.finish(now);
  return requestId;
}

function typedInto({ practice, agbCode, user, applicant, reason, services, position, remarks, endsOn, language: _ }: FilledForm): Record<string, string | string[]> {
  const [year = "", month = "", day = ""] = endsOn?.split("-") ?? [];
  return {
    "practice.agbCode": agbCode,
    "practice.kvkNumber": practice.kvkNumber,
    reason,
    ...(reason === "contact-absent" ? { absence: "temporary" } : {}),
    ...nameTyped("user.name", user),
    "user.email": user.email,
    "user.phone": user.phone,
    ...(endsOn ? { "user.endsOn.day": day, "user.endsOn.month": month, "user.endsOn.year": year } : {}),
    "user.employed": "yes",
    services,
    ...nameTyped("applicant.name", applicant),
    "applicant.email": applicant.email,
    "applicant.phone": applicant.phone,
    "applicant.position": position,
    remarks,
  };
}

/** A name in the three boxes of a field. */
export function nameTyped(field: string, { initials, prefix, surname }: { initials: string; prefix: string; surname: string }): Record<string, string> {
  return { [`${field}.initials`]: initials, [`${field}.prefix`]: prefix, [`${field}.surname`]: surname };
}

/** The applicant presses the link in the e-mail. */
export async function confirm(world: World, requestId: string, now: Date): Promise<void> {
  await confirmAddress(world.office, { link: await linkOf(world, requestId, "confirm"), registers: pastRegisters, now });
  await world.finish(now);
}

/** A link of a request; objections and identifications have one for each person, and the first is taken. */
export async function linkOf(world: World, requestId: string, kind: Link["kind"]): Promise<Link> {
  const [found] = await world.office.db.select().from(link).where(and(eq(link.requestId, requestId), eq(link.kind, kind))).orderBy(asc(link.createdAt));
  if (!found) throw new Error(`The request has no link of kind "${kind}".`);
  return found;
}

/** A reviewer takes it in hand and approves; answers whether somebody else has to look too. */
export async function approve(world: World, requestId: string, by: StaffActor, now: Date): Promise<{ needsSecond: boolean }> {
  const { version } = await claimRequest(world.office, { requestId, by, now });
  const approved = await approveRequest(world.office, { requestId, version, by, now });
  return { needsSecond: approved.status === "second-check" };
}

export async function approveToo(world: World, requestId: string, by: StaffActor, now: Date): Promise<void> {
  const { version } = await getRequest(world.office.db, requestId);
  await secondApprove(world.office, { requestId, version, by, now });
}

export async function reject(world: World, requestId: string, by: StaffActor, why: { reasonCode: string; note: string }, now: Date): Promise<void> {
  const { version } = await claimRequest(world.office, { requestId, by, now });
  await rejectRequest(world.office, { requestId, version, by, now, ...why });
}

/** A reviewer takes it in hand and asks the applicant something first. */
export async function ask(world: World, requestId: string, by: StaffActor, asked: { question: string; about: string }, now: Date): Promise<void> {
  const { version } = await claimRequest(world.office, { requestId, by, now });
  await askInformation(world.office, { requestId, version, ...asked, by, now });
  await world.finish(now);
}

/** The seconds to undo are over. */
export async function takeEffect(world: World, now: Date): Promise<void> {
  await takeDecisionsIntoEffect(world.office, now);
  await world.finish(now);
}

/** The print room puts what waits into a batch; null when nothing waits. */
export async function batch(world: World, now: Date): Promise<number | null> {
  try {
    return await makeBatch(world.office, { by: world.printRoom, now });
  } catch (problem) {
    if (isProblem(problem, "letter.none-waiting")) return null;
    throw problem;
  }
}

/** Prints a batch and brings it to the post; so many of its letters are spoilt and made anew. */
export async function post(world: World, number: number, spoilt: number, now: Date): Promise<void> {
  await releaseBatch(world.office, { batch: number, by: world.printRoom, now });
  const letters = await world.office.db.select({ id: letter.id }).from(letter).where(eq(letter.batch, number)).orderBy(letter.number);
  const ids = letters.map(({ id }) => id);
  await settleBatch(world.office, { batch: number, spoilt: ids.slice(0, spoilt), posted: ids.slice(spoilt), by: world.printRoom, now });
  await world.finish(now);
}

/** The user installs, with a key as the browser makes it. */
export async function install(world: World, requestId: string, now: Date): Promise<void> {
  const { office } = world;
  const [found] = await office.db
    .select({ credential, releaseId: request.releaseId })
    .from(credential)
    .innerJoin(account, eq(account.userNumber, credential.userNumber))
    .innerJoin(request, eq(request.id, account.requestId))
    .where(and(eq(request.id, requestId), eq(account.status, "active")));
  if (!found) throw new Error("There is nothing to install.");
  const { userNumber } = found.credential;
  const { content: profile } = await getDefinition(office.db, found.releaseId, "certificate-profile", "personal");
  const { id: installationId } = await grantInstallation(office, { credential: found.credential, notSaved: false, now });
  const csrPem = await makeCsr(await world.nextKey(), userNumber);
  world.turnTo(now);
  await installCertificate(office, world.authority, { installationId, csrPem, profile, now });
  await markSaved(office, { installationId, now });
  await world.finish(now);
}
