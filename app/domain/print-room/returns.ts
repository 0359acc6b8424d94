import { and, asc, eq, isNull, sql, type SQL } from "drizzle-orm";

import { account, credential, letter, letterReturn, RETURN_REASONS } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { noteIncident } from "#app/domain/incidents/register.ts";
import { letterAgainJob, newPinJob, tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { fullName } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";
import { requestPolicy } from "#app/domain/requests/policy.ts";
import { letterReferenceOf, numberInLetterReference } from "#app/domain/requests/reference.ts";

export { RETURN_REASONS };
export type ReturnReason = (typeof RETURN_REASONS)[number];

/** A letter that somebody has in hand: enough to see that it is the one, and whether it can be registered. Never whose number it belongs to (D7). */
export type LetterInHand = {
  reference: string;
  addressee: string[];
  practice: string;
  status: (typeof letter.$inferSelect)["status"];
  postedAt: Date | null;
  /** Whether there is a PIN in it, which is void once it came back. */
  hasPin: boolean;
  returned: { at: Date; by: string } | null;
};

/** Whose letter it is: of a PIN the enterprise of its account, else that of the request which sent it. */
function isOfParty(): SQL {
  return sql`${enterprise.id} = coalesce(${account.enterpriseId}, ${request.enterpriseId})`;
}

/** The letter with this reference, as it stands on the paper, scanned or typed; null when there is none. Changes nothing. */
export async function findLetterInHand(db: Db, typed: string): Promise<LetterInHand | null> {
  const number = numberInLetterReference(typed);
  if (number === null) return null;
  const [found] = await db
    .select({ letter, practice: enterprise.name, returnedAt: letterReturn.registeredAt, returnedBy: staff.name })
    .from(letter)
    .leftJoin(credential, eq(credential.id, letter.credentialId))
    .leftJoin(account, eq(account.userNumber, credential.userNumber))
    .leftJoin(request, eq(request.id, letter.requestId))
    .innerJoin(enterprise, isOfParty())
    .leftJoin(letterReturn, eq(letterReturn.letterId, letter.id))
    .leftJoin(staff, eq(staff.id, letterReturn.registeredBy))
    .where(eq(letter.number, number));
  if (!found) return null;
  const { addressee, status, postedAt, credentialId } = found.letter;
  return { reference: letterReferenceOf(number), addressee, practice: found.practice, status, postedAt, hasPin: credentialId !== null, returned: found.returnedAt && { at: found.returnedAt, by: found.returnedBy ?? "" } };
}

/**
 * Registers a letter that came back, or that somebody else opened (`opened`, noted as an incident for the security officer to assess): its PIN, where it has one, is void at once, no other letter
 * goes to that enterprise until the desk has looked at its address, and the main contact is told (P11). `reference` as it stands on the
 * letter, scanned or typed. Throws `letter.unknown`, `letter.not-posted` when it never left or was registered before.
 */
export async function registerReturn(office: Office, input: { reference: string; reason: ReturnReason; by: StaffActor; now: Date }): Promise<{ reference: string }> {
  const { reason, by, now } = input;
  const number = numberInLetterReference(input.reference);
  if (number === null) throw new Problem("letter.unknown", { field: "reference" });
  return office.db.transaction(async (tx) => {
    const [back] = await tx
      .update(letter)
      .set({ status: "returned" })
      .where(and(eq(letter.number, number), eq(letter.status, "posted")))
      .returning({ id: letter.id, requestId: letter.requestId, credentialId: letter.credentialId });
    if (!back) {
      const [known] = await tx.select({ id: letter.id }).from(letter).where(eq(letter.number, number));
      throw new Problem(known ? "letter.not-posted" : "letter.unknown", { field: "reference" });
    }
    const trail = { now, actor: inTrail(by), requestId: back.requestId };
    const [registered] = await tx.insert(letterReturn).values({ letterId: back.id, reason, registeredBy: by.id, registeredAt: now }).returning({ id: letterReturn.id });
    if (reason === "opened" && registered) await noteIncident(tx, { kind: "letter-opened", discoveredAt: now, description: "", letterReturnId: registered.id, by, now });
    await record(tx, { ...trail, act: reason === "opened" ? "letter.opened-by-another" : "letter.returned", subject: { kind: "letter", id: back.id }, details: { reason } });
    await voidReturnedPin(tx, { credentialId: back.credentialId, trail });
    if (back.requestId) await office.queue.enqueue(tx, tellJob, { happening: back.credentialId === null ? "post.returned" : "letter.returned", requestId: back.requestId, about: back.id });
    return { reference: letterReferenceOf(number) };
  });
}

async function voidReturnedPin(tx: Db, { credentialId, trail }: { credentialId: string | null; trail: { now: Date; actor: ReturnType<typeof inTrail>; requestId: string | null } }): Promise<void> {
  if (credentialId === null) return;
  const [voided] = await tx
    .update(credential)
    .set({ voidedAt: trail.now, voidReason: "letter-returned" })
    .where(and(eq(credential.id, credentialId), isNull(credential.voidedAt)))
    .returning({ userNumber: credential.userNumber });
  if (voided) await record(tx, { ...trail, act: "credential.voided", subject: { kind: "account", id: voided.userNumber }, details: { why: "letter-returned" } });
}

/** A letter that came back, as the desk looks at it. */
export type ReturnLine = {
  id: string;
  reference: string;
  reason: ReturnReason;
  registeredAt: Date;
  registeredBy: string;
  addressee: string[];
  /** Whose PIN was in it; null for a letter without one. */
  user: { userNumber: string; name: string } | null;
  practice: string;
  requestId: string | null;
  /** When the enterprise's address was changed, if that is so short ago that a second person has to agree (D15); else null. */
  changedOfLate: Date | null;
  proposal: { by: string; byId: string; at: Date } | null;
};

const MOST_SHOWN = 200;

/** What came back and nobody has dealt with, oldest first. Few at a time: a partial index holds the open ones. */
export async function listReturns(db: Db, now: Date): Promise<ReturnLine[]> {
  const proposer = sql<string | null>`(select ${staff.name} from ${staff} where ${staff.id} = ${letterReturn.proposedBy})`;
  const rows = await db
    .select({ back: letterReturn, letter, account, party: enterprise, registeredBy: staff.name, proposer })
    .from(letterReturn)
    .innerJoin(letter, eq(letter.id, letterReturn.letterId))
    .leftJoin(credential, eq(credential.id, letter.credentialId))
    .leftJoin(account, eq(account.userNumber, credential.userNumber))
    .leftJoin(request, eq(request.id, letter.requestId))
    .innerJoin(enterprise, isOfParty())
    .innerJoin(staff, eq(staff.id, letterReturn.registeredBy))
    .where(isNull(letterReturn.closedAt))
    .orderBy(asc(letterReturn.registeredAt), asc(letterReturn.id))
    .limit(MOST_SHOWN);
  const lines = rows.map(async ({ back, letter: sent, account: of, party, registeredBy, proposer: by }) => ({
    id: back.id,
    reference: letterReferenceOf(sent.number),
    reason: back.reason,
    registeredAt: back.registeredAt,
    registeredBy,
    addressee: sent.addressee,
    user: of && { userNumber: of.userNumber, name: fullName(of) },
    practice: party.name,
    requestId: sent.requestId,
    changedOfLate: (await isChangedOfLate(db, { requestId: sent.requestId, changedAt: party.addressChangedAt, now })) ? party.addressChangedAt : null,
    proposal: back.proposedBy && back.proposedAt ? { by: by ?? "", byId: back.proposedBy, at: back.proposedAt } : null,
  }));
  return Promise.all(lines);
}

/**
 * Deals with a letter that came back: a new PIN in a new letter, once somebody has checked the address, or none. To an address that was changed
 * less than `secondCheck.changedDays` ago a new letter goes only when a second person agrees (D15): the first call is then a proposal, and the
 * same person again gives `access.own-act`. Throws `letter.return-closed`, `request.note-missing`, `account.not-active`.
 */
export async function closeReturn(
  office: Office,
  input: { id: string; outcome: "sent-again" | "ended"; note: string; by: StaffActor; now: Date },
): Promise<{ state: "proposed" | "closed" }> {
  const { id, outcome, by, now } = input;
  const note = maskSecrets(input.note.trim()).text;
  if (!note) throw new Problem("request.note-missing", { field: "note" });
  return office.db.transaction(async (tx) => {
    const [found] = await tx
      .select({ back: letterReturn, letter, account, party: enterprise })
      .from(letterReturn)
      .innerJoin(letter, eq(letter.id, letterReturn.letterId))
      .leftJoin(credential, eq(credential.id, letter.credentialId))
      .leftJoin(account, eq(account.userNumber, credential.userNumber))
      .leftJoin(request, eq(request.id, letter.requestId))
      .innerJoin(enterprise, isOfParty())
      .where(and(eq(letterReturn.id, id), isNull(letterReturn.closedAt)))
      .for("update", { of: letterReturn });
    if (!found) throw new Problem("letter.return-closed");
    const { back, letter: sent, account: of, party } = found;
    if (outcome === "sent-again" && of !== null && of.status !== "active") throw new Problem("account.not-active");
    const trail = { now, actor: inTrail(by), requestId: sent.requestId, subject: { kind: "letter", id: sent.id }, details: { note } };

    if (outcome === "sent-again" && back.proposedBy === null && (await isChangedOfLate(tx, { requestId: sent.requestId, changedAt: party.addressChangedAt, now }))) {
      await tx.update(letterReturn).set({ proposedBy: by.id, proposedAt: now, note }).where(eq(letterReturn.id, id));
      await record(tx, { ...trail, act: "letter.new-one-proposed" });
      return { state: "proposed" };
    }
    if (outcome === "sent-again" && back.proposedBy === by.id) throw new Problem("access.own-act");
    await tx.update(letterReturn).set({ outcome, note, closedBy: by.id, closedAt: now }).where(eq(letterReturn.id, id));
    await record(tx, { ...trail, act: outcome === "sent-again" ? "letter.sent-again" : "letter.not-sent-again" });
    if (outcome === "sent-again" && of !== null) await office.queue.enqueue(tx, newPinJob, { userNumber: of.userNumber }, { singletonKey: of.userNumber });
    if (outcome === "sent-again" && of === null) await office.queue.enqueue(tx, letterAgainJob, { letterId: sent.id }, { singletonKey: sent.id });
    return { state: "closed" };
  });
}

/** A day that was not kept for a letter without a request counts as the policy's usual thirty. */
const CHANGED_DAYS = 30;

async function isChangedOfLate(db: Db, of: { requestId: string | null; changedAt: Date | null; now: Date }): Promise<boolean> {
  if (of.changedAt === null) return false;
  const days = of.requestId ? await requestPolicy(db, of.requestId, "secondCheck.changedDays", of.now) : CHANGED_DAYS;
  return daysLater(of.changedAt, days) > of.now;
}

/** The condition that a letter may go out: nothing that came back from its enterprise waits for somebody to look at the address. */
export function addressIsTrusted(): SQL {
  // From the few that came back to the letters of their enterprises, once, and not from each letter that waits to all letters that its enterprise ever had.
  const held = sql`
    select coalesce(one.enterprise_id, asked.enterprise_id) as enterprise_id from ${letterReturn} as back
      join ${letter} as sent on sent.id = back.letter_id
      left join ${credential} as theirs on theirs.id = sent.credential_id
      left join ${account} as one on one.user_number = theirs.user_number
      left join ${request} as asked on asked.id = sent.request_id
    where back.closed_at is null`;
  return sql`((${letter.credentialId} is null or ${letter.credentialId} not in (
    select mine.id from (${held}) as held
      join ${account} as other on other.enterprise_id = held.enterprise_id
      join ${credential} as mine on mine.user_number = other.user_number))
    and (${letter.words} is null or ${letter.requestId} not in (
    select mine.id from (${held}) as held join ${request} as mine on mine.enterprise_id = held.enterprise_id)))`;
}
