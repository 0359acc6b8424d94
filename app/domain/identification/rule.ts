import { and, eq, isNull, ne } from "drizzle-orm";

import { identification, identificationParty } from "#db/schema/identification.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { TrailAct } from "#app/domain/audit/acts.ts";
import { record } from "#app/domain/audit/record.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { endWhatBelongsTo } from "#app/domain/requests/close.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";
import { moveRequest } from "#app/domain/requests/move.ts";

import type { Difference } from "./compare.ts";
import { finishIdentification, leaveToOthers } from "./finish.ts";
import { endIdentification, forgetAnswers, openIdentification, type Identification, type Party } from "./open.ts";
import type { BankAnswer, DoorAnswer } from "./ports.ts";
import { openAnswer } from "./secrets.ts";
import { hasSeenAll, hasSomethingToAccept, lookAtAnswers } from "./seen.ts";

type Ruling = { requestId: string; note: string; by: StaffActor; now: Date };

/**
 * The desk accepts what differs: a proposal, which counts when a second person confirms it (`confirmRuling`, D15). Whoever proposes has looked
 * at all that banks and AMP said in this round. Throws `request.moved` when the round is not at the desk or has a proposal already,
 * `request.note-missing`, `identification.nothing-to-accept`, and `identification.look-first`, also when an answer came in after they looked.
 */
export async function proposeAcceptance(office: Office, input: Ruling): Promise<void> {
  const { requestId, by, now } = input;
  const rulingNote = noteOf(input);
  await office.db.transaction(async (tx) => {
    const round = await lockRound(tx, requestId);
    if (round.ruledBy !== null) throw new Problem("request.moved");
    if (!(await hasSomethingToAccept(tx, round.id))) throw new Problem("identification.nothing-to-accept");
    const [ruled] = await tx
      .update(identification)
      .set({ ruledBy: by.id, ruledAt: now, rulingNote, secondBy: null, secondAt: null })
      .where(and(atDesk(requestId), isNull(identification.ruledBy), hasSeenAll(by)))
      .returning();
    if (!ruled) throw new Problem("identification.look-first");
    await tellTrail(tx, ruled, input, "identification.acceptance-proposed");
  });
}

/**
 * The second pair of eyes: agrees, and the request goes on (or waits for the others who must succeed too); or does not, and the proposal
 * is void. Never the person who proposed it: `access.own-act`, and a constraint in the database (D15, P5). To agree, they must have looked
 * themselves: `identification.look-first`.
 */
export async function confirmRuling(office: Office, input: Omit<Ruling, "note"> & { agree: boolean; note?: string }): Promise<{ completed: boolean }> {
  const { requestId, agree, by, now } = input;
  return office.db.transaction(async (tx) => {
    const round = await lockRound(tx, requestId);
    if (round.ruledBy === null) throw new Problem("request.moved");
    if (round.ruledBy === by.id) throw new Problem("access.own-act");
    if (!agree) {
      await tx.update(identification).set({ ruledBy: null, ruledAt: null, rulingNote: null }).where(eq(identification.id, round.id));
      await tellTrail(tx, round, { ...input, note: input.note ?? "" }, "identification.acceptance-refused");
      return { completed: false };
    }
    const [agreed] = await tx
      .update(identification)
      .set({ secondBy: by.id, secondAt: now })
      .where(and(eq(identification.id, round.id), ne(identification.ruledBy, by.id), hasSeenAll(by)))
      .returning({ id: identification.id });
    if (!agreed) throw new Problem("identification.look-first");
    await tellTrail(tx, round, { ...input, note: input.note ?? "" }, "identification.ruled", "accept");
    await forgetAnswers(tx, round.id);
    const completed = await finishIdentification(tx, office, { identificationId: round.id, by, now });
    // Signatories who act together: the others still have to come.
    if (!completed) await leaveToOthers(tx, { identificationId: round.id, now });
    return { completed };
  });
}

/** The desk does not believe that it is the same person: the request is rejected for that reason (P6). */
export async function refuseIdentity(office: Office, input: Ruling): Promise<void> {
  const { requestId, by, now } = input;
  const note = noteOf(input);
  await office.db.transaction(async (tx) => {
    const round = await lockRound(tx, requestId);
    await tx.update(identification).set({ ruledBy: by.id, ruledAt: now, rulingNote: note, secondBy: null, secondAt: null }).where(eq(identification.id, round.id));
    await endIdentification(tx, { requestId, status: "refused", now });
    const decision = { decision: "reject", decidedBy: by.id, decidedAt: now, secondBy: null, secondAt: null, reasonCode: "NAME_MISMATCH", note } as const;
    await moveRequest(tx, { requestId, act: "refuse-identity", now, set: decision });
    await endWhatBelongsTo(tx, requestId, now);
    await tellTrail(tx, round, input, "identification.ruled", "refuse");
    await office.queue.enqueue(tx, tellJob, { happening: "request.rejected", requestId });
  });
}

/** The desk asks the same people once more: a new round with new links. Whoever no longer has the role is not asked. */
export async function askAgain(office: Office, input: Ruling & { expiresAt: Date }): Promise<void> {
  const { requestId, by, now, expiresAt } = input;
  const rulingNote = noteOf(input);
  await office.db.transaction(async (tx) => {
    const round = await lockRound(tx, requestId);
    await tx.update(identification).set({ ruledBy: by.id, ruledAt: now, rulingNote, secondBy: null, secondAt: null }).where(eq(identification.id, round.id));
    await endIdentification(tx, { requestId, status: "superseded", now });
    await moveRequest(tx, { requestId, act: "ask-again", now, set: { dueAt: null } });
    await tellTrail(tx, round, input, "identification.ruled", "again");
    const holders = await tx
      .select({ holder: roleHolder })
      .from(identificationParty)
      .innerJoin(roleHolder, eq(roleHolder.id, identificationParty.roleHolderId))
      .where(eq(identificationParty.identificationId, round.id));
    await openIdentification(tx, office, { requestId, parties: holders.map(({ holder }) => holder), everybody: round.everybody, by, now, expiresAt });
  });
}

/** What the desk has to rule on: whom we asked, what the bank or AMP said, and what differs. `answer` is null once it is gone. */
export type SealedCase = { party: Party; differences: Difference[]; answer: Omit<BankAnswer, "bin"> | DoorAnswer | null };

/** Opens what the bank said for the desk's screen; that somebody looked is kept, since only then they may accept it, and in the trail. `secret` is the office's `secrets.identification`. */
export async function openSealedAnswers(office: Office, input: { requestId: string; secret: string; by: StaffActor; now: Date }): Promise<SealedCase[]> {
  const { requestId, secret, by, now } = input;
  return office.db.transaction(async (tx) => {
    const round = await lockRound(tx, requestId);
    const rows = await lookAtAnswers(tx, { identificationId: round.id, by, now });
    await tellTrail(tx, round, { requestId, by, now, note: "" }, "identification.viewed");
    return rows.map(({ party, attempt }) => ({
      party,
      differences: (attempt.differences ?? []) as Difference[],
      answer: attempt.sealedAnswer === null ? null : openAnswer(secret, attempt.id, attempt.sealedAnswer),
    }));
  });
}

function atDesk(requestId: string) {
  return and(eq(identification.requestId, requestId), eq(identification.status, "at-desk"));
}

async function lockRound(tx: Db, requestId: string): Promise<Identification> {
  await tx.select({ id: request.id }).from(request).where(eq(request.id, requestId)).for("update");
  const [round] = await tx.select().from(identification).where(atDesk(requestId));
  if (!round) throw new Problem("request.moved");
  return round;
}

function noteOf({ note }: Ruling): string {
  const trimmed = maskSecrets(note.trim()).text;
  if (!trimmed) throw new Problem("request.note-missing");
  return trimmed;
}

async function tellTrail(tx: Db, round: Identification, { by, now, note }: Ruling, act: TrailAct, ruling?: string): Promise<void> {
  await record(tx, {
    now,
    actor: inTrail(by),
    act,
    subject: { kind: "identification", id: round.id },
    requestId: round.requestId,
    details: { ruling, note: maskSecrets(note.trim()).text || undefined },
  });
}
