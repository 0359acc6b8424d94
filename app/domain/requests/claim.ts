import { and, eq, gt, inArray, isNotNull, isNull, lte, notInArray, or } from "drizzle-orm";

import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";

import { maskSecrets } from "./form/mask.ts";
import { moveRequest, type RequestRow } from "./move.ts";
import { firstNarrowed, type Narrowing } from "./narrow.ts";
import { QUEUE_ORDER } from "./order.ts";
import { requestPolicy } from "./policy.ts";
import { searchRequests } from "./search.ts";

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
 * Takes the most urgent request that nobody has in hand: an objection or other high priority first, then least time left; of a list that is narrowed
 * or searched, the most urgent that fits. SKIP LOCKED lets eight reviewers who press at once get eight different requests. Null when none is left.
 */
export async function claimNext(office: Office, input: { by: StaffActor; now: Date; narrowing?: Narrowing; text?: string }): Promise<RequestRow | null> {
  const { by, now, narrowing = {}, text = "" } = input;
  const isWhole = text === "" && Object.keys(narrowing).length === 0;
  return office.db.transaction(async (tx) => {
    const among = isWhole ? undefined : await candidates(tx, narrowing, text);
    // What another act holds for a moment may come free: the queue is only called empty after waiting for it.
    const next = (await mostUrgent(tx, among, { skipLocked: true })) ?? (await mostUrgent(tx, among));
    if (!next) return null;
    const claimedUntil = await endOfClaim(tx, next.id, now);
    const claimed = await moveRequest(tx, { requestId: next.id, act: "claim", now, set: { claimedBy: by.id, claimedAt: now, claimedUntil } });
    await record(tx, { now, actor: inTrail(by), act: "request.claimed", subject: { kind: "request", id: next.id }, requestId: next.id });
    return claimed;
  });
}

/** More than can be taken in the same moment, so that somebody who waited for all of them still finds one. */
const CANDIDATES = 50;

/** The most urgent that fit and are nobody's, before anything is locked: a lock would be taken on every request that a walk passes by. */
async function candidates(tx: Db, narrowing: Narrowing, text: string): Promise<string[]> {
  if (text === "") return firstNarrowed(tx, { view: "unassigned", narrowing }, CANDIDATES);
  const { status = "submitted" } = narrowing;
  if (status !== "submitted") return [];
  const found = await searchRequests(tx, { text, narrowing: { ...narrowing, status }, limit: CANDIDATES });
  return found.lines.map(({ id }) => id);
}

// NO KEY: a mail or letter that is being written to a request refers to it, which does not keep anybody from taking it in hand.
async function mostUrgent(tx: Db, among: string[] | undefined, lock?: { skipLocked: true }): Promise<{ id: string } | undefined> {
  if (among?.length === 0) return undefined;
  const [next] = await tx
    .select({ id: request.id })
    .from(request)
    .where(and(eq(request.status, "submitted"), among && inArray(request.id, among)))
    .orderBy(...QUEUE_ORDER)
    .limit(1)
    .for("no key update", lock);
  return next;
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
  const isLate = and(eq(request.status, "in-review"), isNotNull(request.claimedBy), lte(request.claimedUntil, now));
  await eachAlone({
    page: (but) => office.db.select({ id: request.id }).from(request).where(and(isLate, notInArray(request.id, but))).limit(100),
    id: ({ id }) => id,
    act: ({ id }) =>
      office.db.transaction(async (tx) => {
        await moveRequest(tx, { requestId: id, act: "release-late", now, when: lte(request.claimedUntil, now), set: NOBODY });
        await record(tx, { now, actor: inTrail(system("late-claims")), act: "request.released", subject: { kind: "request", id }, requestId: id });
      }),
  });
}

/** The condition "this reviewer has it in hand", for the acts that only they may do. */
export function claimedBy(by: StaffActor, now: Date) {
  return and(eq(request.claimedBy, by.id), or(isNull(request.claimedUntil), gt(request.claimedUntil, now)));
}

/** The same, of a request that was read. */
export function isHeldBy(row: Pick<RequestRow, "claimedBy" | "claimedUntil">, by: StaffActor, now: Date): boolean {
  return row.claimedBy === by.id && (row.claimedUntil === null || row.claimedUntil > now);
}

export const NOBODY = { claimedBy: null, claimedAt: null, claimedUntil: null } as const;

async function endOfClaim(tx: Parameters<typeof requestPolicy>[0], requestId: string, now: Date): Promise<Date> {
  const minutes = await requestPolicy(tx, requestId, "review.claimMinutes", now);
  return new Date(now.getTime() + minutes * 60_000);
}

