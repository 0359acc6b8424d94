import { and, asc, eq, gt, isNotNull, isNull, lte, or, sql } from "drizzle-orm";

import { request } from "#db/schema/requests.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { maskSecrets } from "./form/mask.ts";
import { moveRequest, type RequestRow } from "./move.ts";
import { requestPolicy } from "./policy.ts";

/** Takes one request in hand. Somebody else's claim gives `request.moved`; one's own is prolonged. */
export async function claimRequest(office: Office, input: { requestId: string; by: StaffActor; now: Date }): Promise<RequestRow> {
  const { requestId, by, now } = input;
  return office.db.transaction(async (tx) => {
    const claimedUntil = await endOfClaim(tx, requestId, now);
    const [prolonged] = await tx
      .update(request)
      .set({ claimedUntil })
      .where(and(eq(request.id, requestId), eq(request.status, "in-review"), eq(request.claimedBy, by.id)))
      .returning();
    if (prolonged) return prolonged;

    const claimed = await moveRequest(tx, { requestId, act: "claim", now, set: { claimedBy: by.id, claimedAt: now, claimedUntil } });
    await record(tx, { now, actor: inTrail(by), act: "request.claimed", subject: { kind: "request", id: requestId }, requestId });
    return claimed;
  });
}

/**
 * Takes the most urgent request that nobody has in hand: an objection or other high priority first, then least time left. One statement with
 * SKIP LOCKED, so that eight reviewers who press at once get eight different requests. Null when the queue is empty.
 */
export async function claimNext(office: Office, input: { by: StaffActor; now: Date }): Promise<RequestRow | null> {
  const { by, now } = input;
  return office.db.transaction(async (tx) => {
    const [next] = await tx
      .select({ id: request.id })
      .from(request)
      .where(eq(request.status, "submitted"))
      .orderBy(sql`${request.priority} = 'high' desc`, asc(request.dueAt), asc(request.id))
      .limit(1)
      .for("update", { skipLocked: true });
    if (!next) return null;
    const claimedUntil = await endOfClaim(tx, next.id, now);
    const claimed = await moveRequest(tx, { requestId: next.id, act: "claim", now, set: { claimedBy: by.id, claimedAt: now, claimedUntil } });
    await record(tx, { now, actor: inTrail(by), act: "request.claimed", subject: { kind: "request", id: next.id }, requestId: next.id });
    return claimed;
  });
}

/** Puts it back for somebody else. Only who has it in hand can. */
export async function releaseRequest(office: Office, input: { requestId: string; by: StaffActor; now: Date }): Promise<void> {
  const { requestId, by, now } = input;
  await office.db.transaction(async (tx) => {
    await moveRequest(tx, { requestId, act: "release", now, when: eq(request.claimedBy, by.id), set: NOBODY });
    await record(tx, { now, actor: inTrail(by), act: "request.released", subject: { kind: "request", id: requestId }, requestId });
  });
}

/** Takes over what a colleague has in hand, with the reason. */
export async function takeOverRequest(office: Office, input: { requestId: string; reason: string; by: StaffActor; now: Date }): Promise<void> {
  const { requestId, by, now } = input;
  const reason = maskSecrets(input.reason.trim()).text;
  if (!reason) throw new Problem("request.reason-missing");
  await office.db.transaction(async (tx) => {
    const claimedUntil = await endOfClaim(tx, requestId, now);
    await moveRequest(tx, { requestId, act: "take-over", now, set: { claimedBy: by.id, claimedAt: now, claimedUntil } });
    await record(tx, { now, actor: inTrail(by), act: "request.taken-over", subject: { kind: "request", id: requestId }, requestId, details: { reason } });
  });
}

/** Puts back what was claimed and left lying. Runs every few seconds; a claim counts until its last second. */
export async function releaseLateClaims(office: Office, now: Date): Promise<void> {
  const late = await office.db
    .select({ id: request.id })
    .from(request)
    .where(and(eq(request.status, "in-review"), isNotNull(request.claimedBy), lte(request.claimedUntil, now)))
    .limit(100);
  await eachAlone(late, async ({ id }) => {
    await office.db.transaction(async (tx) => {
      await moveRequest(tx, { requestId: id, act: "release-late", now, when: lte(request.claimedUntil, now), set: NOBODY });
      await record(tx, { now, actor: inTrail(system("late-claims")), act: "request.released", subject: { kind: "request", id }, requestId: id });
    });
  });
}

/** The condition "this reviewer has it in hand", for the acts that only they may do. */
export function claimedBy(by: StaffActor, now: Date) {
  return and(eq(request.claimedBy, by.id), or(isNull(request.claimedUntil), gt(request.claimedUntil, now)));
}

export const NOBODY = { claimedBy: null, claimedAt: null, claimedUntil: null } as const;

async function endOfClaim(tx: Parameters<typeof requestPolicy>[0], requestId: string, now: Date): Promise<Date> {
  const minutes = await requestPolicy(tx, requestId, "review.claimMinutes", now);
  return new Date(now.getTime() + minutes * 60_000);
}

