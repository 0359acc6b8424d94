import { and, eq, isNull, ne } from "drizzle-orm";

import { identificationByHand, identificationParty } from "#db/schema/identification.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { Link } from "#app/domain/access/links.ts";
import type { TrailAct } from "#app/domain/audit/acts.ts";
import { record } from "#app/domain/audit/record.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";

import { actorOf, type Asked, getAsked, getAskedParty, isSettled, requireRunning } from "./asked.ts";
import { leaveToOthers } from "./finish.ts";
import { referToDesk, takeResult } from "./result.ts";

export type ByHand = typeof identificationByHand.$inferSelect;

/** What was seen, by whom it may be trusted, and how it compares with what we know (D26). Dates are YYYY-MM-DD; of the document the last four characters alone. */
export type Evidence = Pick<ByHand, "documentType" | "lastFour" | "expiresOn" | "seenHow" | "seenOn" | "nameCompared" | "birthDateCompared" | "note">;

/**
 * Somebody has no Dutch bank and cannot be visited either, for they are abroad: they ask the office for another way (D26), and the desk finds it among what
 * waits for it. Only who has confirmed the request may (D24). Twice is once. Throws `identification.over`, `identification.confirm-first`,
 * `identification.answered`.
 */
export async function askOtherWay(office: Office, input: { link: Link; now: Date }): Promise<void> {
  const { now } = input;
  await office.db.transaction(async (tx) => {
    const asked = await getAsked(tx, input.link.id, "lock");
    requireRunning(asked);
    if (asked.party.confirmedAt === null) throw new Problem("identification.confirm-first");
    if (asked.party.result !== null) throw new Problem("identification.answered");
    const [first] = await tx
      .update(identificationParty)
      .set({ otherWayAskedAt: now })
      .where(and(eq(identificationParty.id, asked.party.id), isNull(identificationParty.otherWayAskedAt)))
      .returning({ id: identificationParty.id });
    if (!first) return;
    // Where the desk is busy with somebody else's answer already, what it has proposed there stands.
    if (asked.identification.status === "open") await referToDesk(tx, asked, now);
    await record(tx, { now, actor: inTrail(actorOf(asked.party)), act: "identification.other-way-asked", subject: { kind: "identification-party", id: asked.party.id }, requestId: asked.request.id });
  });
}

type About = { requestId: string; partyId: string; by: StaffActor; now: Date };

/**
 * A member of staff enters what was seen of somebody's document: a proposal, which counts when a colleague confirms it. Throws `identification.over`,
 * `identification.answered`, `identification.by-hand-waits` while there is a proposal, `identification.document-expired`,
 * `identification.seen-in-the-future`, `identification.birth-date-known`, `identification.birth-date-unknown`, `request.note-missing`.
 */
export async function proposeByHand(office: Office, input: About & { evidence: Evidence }): Promise<string> {
  const { requestId, partyId, by, now } = input;
  const note = maskSecrets(input.evidence.note.trim()).text;
  if (!note) throw new Problem("request.note-missing", { field: "note" });
  const evidence: Evidence = { ...input.evidence, note };
  return office.db.transaction(async (tx) => {
    const asked = await lockAsked(tx, requestId, partyId);
    refuseUnfit(asked, evidence, now);
    const [proposed] = await tx
      .insert(identificationByHand)
      .values({ ...evidence, partyId, status: "proposed", proposedBy: by.id, proposedAt: now })
      .onConflictDoNothing()
      .returning({ id: identificationByHand.id });
    if (!proposed) throw new Problem("identification.by-hand-waits");
    await tellTrail(tx, { ...input, act: "identification.by-hand-proposed", byHandId: proposed.id, note });
    return proposed.id;
  });
}

/**
 * The second pair of eyes: agrees, and the person counts as identified; or does not, with a note, and the proposal is over. Never the one who proposed it:
 * `access.own-act`, and `identified_by_hand_by_two_people` in the database (D15, P5). Evidence of who somebody is says nothing of whether they want this: until
 * they have confirmed the request by their own link it is `identification.not-confirmed-yet` (D24), which `only_who_confirmed_is_identified` holds too. Throws
 * `request.moved` when there is nothing (more) to confirm.
 */
export async function checkByHand(office: Office, input: About & { byHandId: string; agree: boolean; note: string }): Promise<{ completed: boolean }> {
  const { requestId, partyId, byHandId, agree, by, now } = input;
  const note = maskSecrets(input.note.trim()).text || null;
  if (!agree && note === null) throw new Problem("request.note-missing", { field: "checkNote" });
  return office.db.transaction(async (tx) => {
    const asked = await lockAsked(tx, requestId, partyId);
    const mine = and(eq(identificationByHand.id, byHandId), eq(identificationByHand.partyId, partyId), eq(identificationByHand.status, "proposed"));
    const [present] = await tx.select().from(identificationByHand).where(mine);
    if (!present) throw new Problem("request.moved");
    if (present.proposedBy === by.id) throw new Problem("access.own-act");
    if (agree && asked.party.confirmedAt === null) throw new Problem("identification.not-confirmed-yet");
    const [checked] = await tx
      .update(identificationByHand)
      .set({ status: agree ? "confirmed" : "returned", secondBy: by.id, secondAt: now, secondNote: note })
      .where(and(mine, ne(identificationByHand.proposedBy, by.id)))
      .returning({ id: identificationByHand.id });
    if (!checked) throw new Problem("request.moved");
    await tellTrail(tx, { ...input, act: agree ? "identification.by-hand-confirmed" : "identification.by-hand-returned", note: note ?? undefined });
    if (!agree) return { completed: false };
    const completed = await takeResult(tx, office, { asked, result: "match", by, now });
    if (!completed) await leaveToOthers(tx, { identificationId: asked.identification.id, now });
    return { completed };
  });
}

/** The person by this id, in the round of this request that is under way. Throws `identification.over`, `identification.answered`. */
async function lockAsked(tx: Db, requestId: string, partyId: string): Promise<Asked> {
  const asked = await getAskedParty(tx, partyId, "lock");
  if (asked.request.id !== requestId) throw new Problem("request.moved");
  requireRunning(asked);
  if (asked.party.result === "match" || isSettled(asked.party, asked.identification)) throw new Problem("identification.answered");
  return asked;
}

function refuseUnfit({ party }: Asked, evidence: Evidence, now: Date): void {
  if (evidence.seenOn > officeDate(now)) throw new Problem("identification.seen-in-the-future", { field: "seenOn" });
  if (evidence.expiresOn < evidence.seenOn) throw new Problem("identification.document-expired", { field: "expiresOn" });
  if (evidence.birthDateCompared === "same" && party.birthDate === null) throw new Problem("identification.birth-date-unknown", { field: "birthDateCompared" });
  if (evidence.birthDateCompared === "not-registered" && party.birthDate !== null) throw new Problem("identification.birth-date-known", { field: "birthDateCompared" });
}

async function tellTrail(tx: Db, { requestId, partyId, by, now, act, byHandId, note }: About & { act: TrailAct; byHandId: string; note?: string }): Promise<void> {
  await record(tx, { now, actor: inTrail(by), act, subject: { kind: "identification-party", id: partyId }, requestId, details: { byHandId, note } });
}
