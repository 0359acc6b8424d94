import { and, desc, eq, gt, ne, not } from "drizzle-orm";

import { judgement, request, requestClock } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Finding } from "#app/domain/decisions/judgement.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { claimedBy, NOBODY } from "./claim.ts";
import { maskSecrets } from "./form/mask.ts";
import { moveRequest, type RequestRow } from "./move.ts";
import { decidePersons, listPersons, type Refusals } from "./persons.ts";
import { requestPolicy } from "./policy.ts";
import { isOwnCall, refuseCallersProposal, refuseOwnCall } from "./urgent-call.ts";

type Deciding = { requestId: string; version: number; note?: string; by: StaffActor; now: Date };

/**
 * A reviewer approves what they have in hand. Where the rules ask for four eyes, it becomes a proposal that waits for a second person.
 * Of several people (R108) those in `refused` are rejected, each with a reason from the list, and the others approved. Nothing leaves the house before
 * `effectiveAt`. Throws `request.moved`, `access.own-call`, `request.blocked` while a rule forbids approval, `request.nobody-approved`, `request.reason-unknown`.
 */
export async function approveRequest(office: Office, input: Deciding & { refused?: Refusals }): Promise<RequestRow> {
  const { requestId, version, refused = NOBODY_REFUSED, by, now } = input;
  return office.db.transaction(async (tx) => {
    await refuseOwnCall(tx, { requestId, by });
    await checkRefusals(tx, requestId, refused);
    await refuseWhileBlocked(tx, requestId, [...refused.keys()]);
    const { secondCheckRequired } = await getRequest(tx, requestId);
    const undo = await requestPolicy(tx, requestId, "decision.undoSeconds", now);
    const approved = await moveRequest(tx, {
      requestId,
      act: secondCheckRequired ? "propose-approval" : "approve",
      now,
      version,
      when: and(claimedBy(by, now), not(isOwnCall(by))),
      set: {
        ...NOBODY,
        decision: "approve",
        decidedBy: by.id,
        decidedAt: now,
        reasonCode: null,
        note: noteOf(input.note),
        effectiveAt: secondCheckRequired ? null : seconds(now, undo),
      },
    });
    await decidePersons(tx, { requestId, refused, decidedBy: by.id, decidedAt: now });
    await record(tx, {
      now,
      actor: inTrail(by),
      act: secondCheckRequired ? "request.approval-proposed" : "request.approved",
      subject: { kind: "request", id: requestId },
      requestId,
      details: { refused: refused.size > 0 ? [...refused].map(([position, reasonCode]) => ({ position, reasonCode })) : undefined },
    });
    return approved;
  });
}

/** A reviewer rejects, with a reason from the list of the request type (P6). Throws `request.reason-unknown`, `request.moved`. */
export async function rejectRequest(office: Office, input: Deciding & { reasonCode: string }): Promise<RequestRow> {
  const { requestId, version, reasonCode, by, now } = input;
  return office.db.transaction(async (tx) => {
    await refuseUnknownReason(tx, requestId, [reasonCode]);
    const undo = await requestPolicy(tx, requestId, "decision.undoSeconds", now);
    const rejected = await moveRequest(tx, {
      requestId,
      act: "reject",
      now,
      version,
      when: claimedBy(by, now),
      set: { ...NOBODY, decision: "reject", decidedBy: by.id, decidedAt: now, reasonCode, note: noteOf(input.note), effectiveAt: seconds(now, undo) },
    });
    await record(tx, { now, actor: inTrail(by), act: "request.rejected", subject: { kind: "request", id: requestId }, requestId, details: { reasonCode } });
    return rejected;
  });
}

/**
 * The second pair of eyes approves what a colleague proposed. Never the same person, nor who took the call that it came of: the table's condition says so
 * here, and `second_check_by_another_person` and `nobody_approves_own_call` in the database (D15, P5).
 */
export async function secondApprove(office: Office, input: Deciding): Promise<RequestRow> {
  const { requestId, version, by, now } = input;
  return office.db.transaction(async (tx) => {
    await refuseOwnAct(tx, requestId, by);
    await refuseOwnCall(tx, { requestId, by });
    await refuseCallersProposal(tx, requestId);
    const proposed = await listPersons(tx, requestId);
    await refuseWhileBlocked(tx, requestId, proposed.filter(({ decision }) => decision === "reject").map(({ position }) => position));
    const undo = await requestPolicy(tx, requestId, "decision.undoSeconds", now);
    const approved = await moveRequest(tx, {
      requestId,
      act: "second-approve",
      now,
      version,
      when: and(ne(request.decidedBy, by.id), not(isOwnCall(by))),
      set: { secondBy: by.id, secondAt: now, effectiveAt: seconds(now, undo) },
    });
    const note = noteOf(input.note) ?? undefined;
    await record(tx, { now, actor: inTrail(by), act: "request.second-approved", subject: { kind: "request", id: requestId }, requestId, details: { note } });
    return approved;
  });
}

/** The second pair of eyes does not agree: back to the queue, with the note, and the proposal is void. */
export async function secondReturn(office: Office, input: Deciding & { note: string }): Promise<RequestRow> {
  const { requestId, version, by, now } = input;
  const note = noteOf(input.note);
  if (!note) throw new Problem("request.note-missing");
  return office.db.transaction(async (tx) => {
    await refuseOwnAct(tx, requestId, by);
    const returned = await moveRequest(tx, { requestId, act: "second-return", now, version, when: ne(request.decidedBy, by.id), set: { ...UNDECIDED, note } });
    await record(tx, { now, actor: inTrail(by), act: "request.second-returned", subject: { kind: "request", id: requestId }, requestId, details: { note } });
    return returned;
  });
}

/** Takes a decision back within the seconds in which nothing has left the house. Only one's own; throws `request.too-late`. */
export async function undoDecision(office: Office, input: { requestId: string; by: StaffActor; now: Date }): Promise<RequestRow> {
  const { requestId, by, now } = input;
  return office.db.transaction(async (tx) => {
    const present = await getRequest(tx, requestId);
    if (present.status === "decided" && present.effectiveAt && present.effectiveAt <= now) throw new Problem("request.too-late");
    const lastDecider = present.secondBy ?? present.decidedBy;
    if (present.status === "decided" && lastDecider !== by.id) throw new Problem("access.not-own-act");
    const minutes = await requestPolicy(tx, requestId, "review.claimMinutes", now);
    const undone = await moveRequest(tx, {
      requestId,
      act: "undo",
      now,
      version: present.version,
      when: gt(request.effectiveAt, now),
      set: { ...UNDECIDED, claimedBy: by.id, claimedAt: now, claimedUntil: seconds(now, minutes * 60) },
    });
    await record(tx, { now, actor: inTrail(by), act: "request.undone", subject: { kind: "request", id: requestId }, requestId });
    return undone;
  });
}

/** A request without a decision: what an undo, an objection or a returned proposal leaves. */
export const UNDECIDED = {
  decision: null,
  decidedBy: null,
  decidedAt: null,
  secondBy: null,
  secondAt: null,
  reasonCode: null,
  note: null,
  effectiveAt: null,
} as const;

/** One request; throws `request.unknown`, and `request.cleared` when its time was over and nothing is left to show (D20). */
export async function getRequest(db: Db, requestId: string): Promise<RequestRow> {
  const [found] = await db.select().from(request).where(eq(request.id, requestId));
  if (!found) throw new Problem("request.unknown");
  if (found.clearedAt !== null) throw new Problem("request.cleared");
  return found;
}

/** The clock of the review ends with the decision that takes effect. */
export async function stopClock(tx: Db, requestId: string, stage: "review" | "delivery", now: Date): Promise<void> {
  await tx.update(requestClock).set({ stoppedAt: now }).where(and(eq(requestClock.requestId, requestId), eq(requestClock.stage, stage)));
}

/** What the rules last said of a request at a decision point. */
export async function latestJudgement(db: Db, requestId: string, point: string, position = 1): Promise<typeof judgement.$inferSelect | null> {
  const [latest] = await db
    .select()
    .from(judgement)
    .where(and(eq(judgement.requestId, requestId), eq(judgement.point, point), eq(judgement.position, position)))
    .orderBy(desc(judgement.judgedAt), desc(judgement.id))
    .limit(1);
  return latest ?? null;
}

/**
 * What a rule forbids, and what somebody of the enterprise does not agree to, cannot be approved (D24); it can be rejected. Of several people only those
 * are looked at who are to be approved.
 */
async function refuseWhileBlocked(tx: Db, requestId: string, refused: readonly number[]): Promise<void> {
  const { objectedAt } = await getRequest(tx, requestId);
  const people = await listPersons(tx, requestId);
  const positions = people.length > 0 ? people.map(({ position }) => position) : [1];
  for (const position of positions.filter((one) => !refused.includes(one))) {
    const screening = await latestJudgement(tx, requestId, "screening", position);
    const rule = whatBlocks(objectedAt, (screening?.findings as Finding[] | undefined) ?? null);
    if (rule !== null) throw new Problem("request.blocked", { rule });
  }
}

/** The rule for which a request cannot be approved, "objected" for an objection, empty when no rule has judged it; null when nothing forbids it. */
export function whatBlocks(objectedAt: Date | null, findings: readonly Finding[] | null): string | null {
  if (objectedAt) return "objected";
  const blocking = findings?.find(({ severity }) => severity === "block");
  return findings === null || blocking ? (blocking?.ruleId ?? "") : null;
}

const NOBODY_REFUSED: Refusals = new Map();

/** Whoever is refused is one of those whom the request is about, for a reason that there is; somebody is left, or else the request is rejected. */
async function checkRefusals(tx: Db, requestId: string, refused: Refusals): Promise<void> {
  if (refused.size === 0) return;
  const people = await listPersons(tx, requestId);
  if ([...refused.keys()].some((position) => !people.some((person) => person.position === position))) throw new Problem("request.person-unknown");
  if (people.every(({ position }) => refused.has(position))) throw new Problem("request.nobody-approved");
  await refuseUnknownReason(tx, requestId, [...refused.values()]);
}

async function refuseUnknownReason(tx: Db, requestId: string, codes: readonly string[]): Promise<void> {
  const { releaseId, type } = await getRequest(tx, requestId);
  const { content } = await getDefinition(tx, releaseId, "request-type", type);
  if (codes.some((code) => !content.reasonCodes.some((known) => known.code === code))) throw new Problem("request.reason-unknown");
}

async function refuseOwnAct(tx: Db, requestId: string, by: StaffActor): Promise<void> {
  const { decidedBy } = await getRequest(tx, requestId);
  if (decidedBy === by.id) throw new Problem("access.own-act");
}

/** A note of staff is free text as well: what must never be held is taken out (D18, D19). */
function noteOf(text: string | undefined): string | null {
  return maskSecrets(text?.trim() ?? "").text || null;
}

function seconds(from: Date, amount: number): Date {
  return new Date(from.getTime() + amount * 1000);
}
