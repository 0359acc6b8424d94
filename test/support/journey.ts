import { createPublicKey, generateKeyPair, sign } from "node:crypto";
import { promisify } from "node:util";

import { and, eq, isNull } from "drizzle-orm";

import { toPem } from "#app/adapters/forge/pem.ts";
import { openLink, tokenOf, type Link, type LinkKind } from "#app/domain/access/links.ts";
import { authorityFor } from "#app/domain/certificates/authorities.ts";
import { grantInstallation, markSaved } from "#app/domain/certificates/install.ts";
import { installCertificate, type Issued } from "#app/domain/certificates/pipeline.ts";
import { listDefinitions } from "#app/domain/definitions/store.ts";
import { confirmRequest, getAsked, openAsked } from "#app/domain/identification/asked.ts";
import { returnFromBank, type ReturnOutcome } from "#app/domain/identification/return.ts";
import { openSealedAnswers, type SealedCase } from "#app/domain/identification/rule.ts";
import { startIdentification } from "#app/domain/identification/visit.ts";
import { makeBatch, releaseBatch } from "#app/domain/print-room/batches.ts";
import { settleBatch } from "#app/domain/print-room/settle.ts";
import { claimRequest } from "#app/domain/requests/claim.ts";
import { confirmAddress } from "#app/domain/requests/confirm.ts";
import { approveRequest, getRequest, secondApprove } from "#app/domain/requests/decide.ts";
import { beginDraft } from "#app/domain/requests/draft.ts";
import { draftColumn, EMPTY_CONTENT } from "#app/domain/requests/form/content.ts";
import type { RequestRow } from "#app/domain/requests/move.ts";
import { submitDraft } from "#app/domain/requests/submit.ts";
import type { Composition } from "#app/composition.server.ts";
import { account, credential } from "#db/schema/accounts.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { draft, link } from "#db/schema/requests.ts";
import { person, practice } from "#db/worlds/cast.ts";

import { ascii, hex, sequenceOf, tlv } from "../adapters/forge/der-surgery.ts";
import { AGREED_SERVICES, type Staff } from "./stage.ts";

/** What the steps of the main job need; `now` may be the office's clock or any other. */
export type Stage = { made: Pick<Composition, "office">; staff: Staff; officeUrl: string; now: () => Date };

type Answers = Record<string, unknown>;

/** The form as Sem fills it in for Zoë, at one of the practices of the cast. */
export function answersFor(practiceId: string, change: Answers = {}): Answers {
  const { kvkNumber, agbCodes } = practice(practiceId);
  const [zoe, sem] = [person("zoe"), person("sem")];
  const name = ({ initials, prefix, surname }: typeof zoe) => ({ initials, prefix, surname });
  return {
    "practice.agbCode": agbCodes[0],
    "practice.kvkNumber": kvkNumber,
    reason: "contact-absent",
    absence: "temporary",
    "user.name": name(zoe),
    "user.email": zoe.email,
    "user.phone": zoe.phone,
    "user.employed": true,
    services: AGREED_SERVICES,
    "applicant.name": name(sem),
    "applicant.email": sem.email,
    "applicant.phone": sem.phone,
    "applicant.position": "assistent",
    ...change,
  };
}

/** Sem asks, for an account of De Brug, for one service more or less. */
export function changeFor(of: { userNumber: string; initials: string; prefix: string; surname: string }, change: { grant?: string[]; withdraw?: string[] }): Answers {
  const { kvkNumber, agbCodes } = practice("de-brug");
  const sem = person("sem");
  return {
    "practice.agbCode": agbCodes[0],
    "practice.kvkNumber": kvkNumber,
    reason: "not-contact",
    "user.number": of.userNumber,
    "user.name": { initials: of.initials, prefix: of.prefix, surname: of.surname },
    "change.kind": change.grant && change.withdraw ? "both" : change.grant ? "grant" : "withdraw",
    ...(change.grant && { "change.grant": change.grant }),
    ...(change.withdraw && { "change.withdraw": change.withdraw }),
    "applicant.name": { initials: sem.initials, prefix: sem.prefix, surname: sem.surname },
    "applicant.email": sem.email,
    "applicant.phone": sem.phone,
    "applicant.position": "assistent",
  };
}

/** A form that is filled in and not sent yet. */
export async function fillIn({ made, now }: Stage, answers: Answers = answersFor("de-brug"), type = "new-user"): Promise<typeof draft.$inferSelect> {
  const begun = await beginDraft(made.office, { type, language: "nl", now: now() });
  const [filled] = await made.office.db
    .update(draft)
    .set({ answers: draftColumn({ ...EMPTY_CONTENT, answers }) })
    .where(eq(draft.id, begun.draft.id))
    .returning();
  return filled ?? begun.draft;
}

export async function submit({ made, now }: Stage, filled: typeof draft.$inferSelect): Promise<string> {
  const { id, version } = filled;
  return (await submitDraft(made.office, { draftId: id, version, acceptedTerms: "2", now: now() })).requestId;
}

/** Opens a link of a request with its token, as who gets the e-mail does. */
export async function linkTo({ made, now }: Stage, requestId: string, kind: LinkKind, holder?: string): Promise<Link> {
  const { db, secrets } = made.office;
  const found = await db
    .select({ link, email: roleHolder.email })
    .from(link)
    .leftJoin(roleHolder, eq(roleHolder.id, link.roleHolderId))
    .where(and(eq(link.requestId, requestId), eq(link.kind, kind), isNull(link.endedAt)))
    .orderBy(link.createdAt);
  const wanted = found.filter(({ email }) => holder === undefined || email === person(holder).email).at(-1);
  if (!wanted) throw new Error(`There is no ${kind} link${holder ? ` for ${holder}` : ""}.`);
  return openLink(db, secrets.link, tokenOf(secrets.link, wanted.link), kind, now());
}

export async function confirm(stage: Stage, requestId: string): Promise<void> {
  const { office } = stage.made;
  await confirmAddress(office, { link: await linkTo(stage, requestId, "confirm"), registers: office.registers, now: stage.now() });
}

/** A request, for Zoë unless said otherwise, that has come as far as the desk's queue. */
export async function received(stage: Stage, answers?: Answers, type?: string): Promise<string> {
  const requestId = await submit(stage, await fillIn(stage, answers, type));
  await confirm(stage, requestId);
  return requestId;
}

/** Sanne claims and approves; where four eyes are asked for, Wim agrees. */
export async function approve(stage: Stage, requestId: string): Promise<RequestRow> {
  const { made, staff, now } = stage;
  if ((await getRequest(made.office.db, requestId)).status !== "second-check") {
    const { version } = await claimRequest(made.office, { requestId, by: staff.sanne, now: now() });
    const approved = await approveRequest(made.office, { requestId, version, by: staff.sanne, now: now() });
    if (approved.status !== "second-check") return approved;
  }
  const { version } = await getRequest(made.office.db, requestId);
  return secondApprove(made.office, { requestId, version, by: staff.wim, now: now() });
}

/** Somebody who was asked opens the link, knows the request, goes to the bank and comes back. `customer` is who logs in there. */
export async function identify(stage: Stage, requestId: string, options: { holder: string; customer?: string; persona?: string }): Promise<ReturnOutcome> {
  const { made, now, officeUrl } = stage;
  const { office } = made;
  const asked = await linkTo(stage, requestId, "identification", options.holder);
  await openAsked(office, { link: asked, now: now() });
  if ((await getAsked(office.db, asked.id)).stage === "confirm") await confirmRequest(office, { link: asked, now: now() });
  const { url } = await startIdentification(office, office.broker, { link: asked, issuerId: "DIJKNL2A", returnUrl: `${officeUrl}/identify/return`, language: "nl", now: now() });
  const form = new URLSearchParams({ customer: options.customer ?? options.holder, persona: options.persona ?? "exact" });
  const answer = await fetch(url, { method: "POST", body: form, headers: { "sec-fetch-site": "same-origin" }, redirect: "manual" });
  const back = new URL(answer.headers.get("location") ?? "about:blank").searchParams;
  const visit = { transactionId: back.get("trxid") ?? "", entranceCode: back.get("ec") ?? "", now: now() };
  return returnFromBank(office, { broker: office.broker, secret: office.secrets.identification, pauses: [5, 5, 5] }, visit);
}

/** Somebody at the desk opens what the bank said. */
export async function look({ made, staff, now }: Stage, requestId: string, who: keyof Staff): Promise<SealedCase[]> {
  return openSealedAnswers(made.office, { requestId, secret: made.office.secrets.identification, by: staff[who], now: now() });
}

/** Noor makes a batch of all that waits, opens it and posts it. */
export async function printAndPost(stage: Stage): Promise<number> {
  const { made, staff, now } = stage;
  const batch = await makeBatch(made.office, { by: staff.noor, now: now() });
  const letters = await releaseBatch(made.office, { batch, by: staff.noor, now: now() });
  await settleBatch(made.office, { batch, posted: letters.map(({ id }) => id), spoilt: [], by: staff.noor, now: now() });
  return batch;
}

/** The user's certificate, asked for with a key of their own. `notSaved`: they come back, for their file was lost (D5). */
export async function install(stage: Stage, requestId: string, options: { notSaved?: boolean } = {}): Promise<Issued> {
  const { made, now } = stage;
  const { office } = made;
  const [mine] = await office.db
    .select({ credential, account })
    .from(account)
    .innerJoin(credential, and(eq(credential.userNumber, account.userNumber), isNull(credential.voidedAt)))
    .where(eq(account.requestId, requestId));
  if (!mine) throw new Error("There is no account with a PIN.");
  const leave = await grantInstallation(office, { credential: mine.credential, notSaved: options.notSaved ?? false, now: now() });
  const { releaseId } = await getRequest(office.db, requestId);
  const { kind, userNumber } = mine.account;
  const profile = (await listDefinitions(office.db, releaseId, "certificate-profile")).find(({ key }) => key === kind);
  if (!profile) throw new Error("There is no certificate profile.");
  const csrPem = await makeCsr(userNumber);
  const issued = await installCertificate(office, authorityFor(office, kind), { installationId: leave.id, csrPem, profile: profile.content, now: now() });
  await markSaved(office, { installationId: leave.id, now: now() });
  return issued;
}

const SHA256_RSA = hex("300d06092a864886f70d01010b0500");

/** A signing request (RFC 2986) for a fresh key, as the browser makes it; a shorter one takes a fifth of the time, and no profile allows it. */
export async function makeCsr(userNumber: string, bits: 2048 | 3072 = 3072): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: bits });
  const spki = Uint8Array.from(createPublicKey(privateKey.export({ type: "pkcs8", format: "pem" }).toString()).export({ type: "spki", format: "der" }));
  const subject = sequenceOf(tlv(0x31, sequenceOf(hex("0603550403"), tlv(0x0c, ascii(userNumber)))));
  const info = sequenceOf(hex("020100"), subject, spki, hex("a000"));
  return toPem("CERTIFICATE REQUEST", sequenceOf(info, SHA256_RSA, tlv(0x03, hex("00"), sign("sha256", info, privateKey))));
}
