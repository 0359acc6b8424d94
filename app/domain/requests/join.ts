import { randomUUID } from "node:crypto";

import { and, asc, eq, inArray, isNull, ne, or, sql } from "drizzle-orm";

import { requestJoining, requestLikeness } from "#db/schema/joinings.ts";
import { link, request, requestClock, requestNote } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system, type Actor, type StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { holdJob, tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";
import { Problem } from "#app/domain/problem.ts";

import { textAt } from "./answers.ts";
import { claimedBy, NOBODY } from "./claim.ts";
import { endQuestion } from "./close.ts";
import { getRequest, stopClock } from "./decide.ts";
import { lookUp } from "./facts.ts";
import { maskSecrets } from "./form/mask.ts";
import { moveRequest, type RequestRow } from "./move.ts";
import { requestTypeOf } from "./policy.ts";
import { referenceOf } from "./reference.ts";
import { resumeReview } from "./review-clock.ts";
import { listJoined } from "./same.ts";
import { screenRequest } from "./screen.ts";

/**
 * Answers the same form that was sent several times once: the others are joined to the request that the reviewer has in hand, whose answers count. Its term
 * becomes that of whichever was received first, and each applicant is told once. Throws `request.moved` when one of them is no longer as it was shown, has
 * an objection, asks something else, or is in a colleague's hands; `request.none-chosen`.
 */
export async function joinRequests(office: Office & { registers: Registers }, input: { requestId: string; version: number; others: readonly string[]; by: StaffActor; now: Date }): Promise<void> {
  const { requestId, version, by, now } = input;
  const others = [...new Set(input.others)].filter((id) => id !== requestId).sort();
  if (others.length === 0) throw new Problem("request.none-chosen", { field: "others" });
  const before = await getRequest(office.db, requestId);
  const { about } = await requestTypeOf(office.db, before);
  // Asked outside the transaction: a slow register must not hold a lock.
  const looked = await lookUp(office.registers, { agbCode: textAt(before.answers, about.agbCode), kvkNumber: textAt(before.answers, about.kvkNumber) });
  await office.db.transaction(async (tx) => {
    // All of them first and in one order, so that two reviewers who join the same ones wait for one another.
    await tx.select({ id: request.id }).from(request).where(inArray(request.id, [requestId, ...others])).orderBy(asc(request.id)).for("update");
    const [kept] = await tx
      .update(request)
      .set({ version: sql`${request.version} + 1` })
      .where(and(eq(request.id, requestId), eq(request.status, "in-review"), eq(request.version, version), claimedBy(by, now)))
      .returning();
    if (!kept) throw new Problem("request.moved", { status: (await getRequest(tx, requestId)).status });
    const joined: RequestRow[] = [];
    for (const id of others) joined.push(await joinOne(tx, { kept, id, by, now }));
    const dueAt = await takeFirstTerm(tx, kept, joined);
    await screenRequest(tx, { row: { ...kept, dueAt }, looked, confirmed: true, now });
    // What one of them hurries, all of them do.
    if (joined.some(({ priority }) => priority === "high")) await tx.update(request).set({ priority: "high" }).where(eq(request.id, kept.id));
    await office.queue.enqueue(tx, tellJob, { happening: "request.joined", requestId: kept.id });
    for (const id of [kept.id, ...others]) await office.queue.enqueue(tx, holdJob, { requestId: id });
  });
}

async function joinOne(tx: Db, of: { kept: RequestRow; id: string; by: StaffActor; now: Date }): Promise<RequestRow> {
  const { kept, id, by, now } = of;
  const before = await getRequest(tx, id);
  // A term that stood still for an answer is what it comes to today.
  if (before.status === "waiting-applicant") await resumeReview(tx, id, now);
  const likeness = (which: string) => tx.select({ key: requestLikeness.key }).from(requestLikeness).where(eq(requestLikeness.requestId, which));
  const isTheSame = sql`(${likeness(id)}) = (${likeness(kept.id)})`;
  const when = and(isTheSame, isNull(request.objectedAt), or(ne(request.status, "in-review"), claimedBy(by, now)));
  await moveRequest(tx, { requestId: id, act: "join", now, when, set: { ...NOBODY, dueAt: null } });
  await endQuestion(tx, id, now);
  await stopClock(tx, id, "review", now);
  await tx.insert(requestJoining).values({ requestId: id, keptId: kept.id, joinedBy: by.id, joinedAt: now });
  // Whatever was joined to it goes along: nothing is joined to what is joined itself.
  await tx.update(requestJoining).set({ keptId: kept.id }).where(and(eq(requestJoining.keptId, id), isNull(requestJoining.partedAt)));
  await inBothHistories(tx, { act: "request.joined", joinedId: id, kept, by, now });
  return before;
}

/** The promise that was made first is kept: the earliest receipt and the earliest last day of all of them. */
async function takeFirstTerm(tx: Db, kept: RequestRow, joined: readonly RequestRow[]): Promise<Date | null> {
  const ids = [kept.id, ...joined.map(({ id }) => id)];
  const clocks = await tx.select().from(requestClock).where(and(inArray(requestClock.requestId, ids), eq(requestClock.stage, "review")));
  const earliest = (instants: Date[]) => instants.reduce<Date | null>((first, one) => (first && first <= one ? first : one), null);
  const [startedAt, dueAt] = [earliest(clocks.map((clock) => clock.startedAt)), earliest(clocks.map((clock) => clock.dueAt))];
  if (!startedAt || !dueAt) return kept.dueAt;
  await tx.update(requestClock).set({ startedAt, dueAt }).where(and(eq(requestClock.requestId, kept.id), eq(requestClock.stage, "review")));
  await tx.update(request).set({ dueAt }).where(eq(request.id, kept.id));
  return dueAt;
}

/**
 * Lets a joined request go its own way again, at the desk and under its own term, whatever became of the other: what was taken for the same was not.
 * Throws `request.note-missing`, `request.moved`.
 */
export async function partRequest(office: Office, input: { requestId: string; note: string; by: StaffActor; now: Date }): Promise<void> {
  const { requestId, by, now } = input;
  const note = maskSecrets(input.note.trim()).text;
  if (!note) throw new Problem("request.note-missing", { field: "note" });
  await office.db.transaction(async (tx) => {
    await goOwnWay(tx, { requestId, act: "part", by, now });
    await tx.insert(requestNote).values({ requestId, by: by.id, text: note, writtenAt: now });
    await office.queue.enqueue(tx, holdJob, { requestId });
  });
}

/** The kept one came to no answer, for its applicant cancelled it or nobody reacted: what was joined to it is at the desk again, so that no request is lost. */
export async function partAllOf(tx: Db, office: Office, keptId: string, now: Date): Promise<void> {
  for (const { id } of await listJoined(tx, keptId)) {
    await goOwnWay(tx, { requestId: id, act: "part-unanswered", by: system("joined"), now });
    await office.queue.enqueue(tx, holdJob, { requestId: id });
  }
}

async function goOwnWay(tx: Db, of: { requestId: string; act: "part" | "part-unanswered"; by: Actor; now: Date }): Promise<void> {
  const { requestId, act, by, now } = of;
  const mine = and(eq(requestClock.requestId, requestId), eq(requestClock.stage, "review"));
  const [clock] = await tx.update(requestClock).set({ stoppedAt: null, pausedSince: null }).where(mine).returning();
  await moveRequest(tx, { requestId, act, now, set: { dueAt: clock?.dueAt ?? null, closedAt: null } });
  const [parted] = await tx
    .update(requestJoining)
    .set({ partedAt: now, partedBy: by.kind === "staff" ? by.id : null })
    .where(and(eq(requestJoining.requestId, requestId), isNull(requestJoining.partedAt)))
    .returning();
  if (!parted) throw new Error("A joined request that is joined to none.");
  // Its links live as long as it does: where the other one has ended, they had too.
  await tx.update(link).set({ expiresAt: null }).where(and(eq(link.requestId, requestId), eq(link.kind, "status")));
  await tx.update(link).set({ endedAt: null }).where(and(eq(link.requestId, requestId), eq(link.kind, "objection")));
  await inBothHistories(tx, { act: "request.parted", joinedId: requestId, kept: await getRequest(tx, parted.keptId), by, now });
}

/** In the history of the one and of the other, under one number, so that each can be found from the other. */
async function inBothHistories(tx: Db, of: { act: "request.joined" | "request.parted"; joinedId: string; kept: RequestRow; by: Actor; now: Date }): Promise<void> {
  const { act, joinedId, kept, by, now } = of;
  const joined = await getRequest(tx, joinedId);
  const trail = { now, actor: inTrail(by), act, subject: { kind: "request", id: joinedId }, correlationId: randomUUID() };
  const details = { text: `${referenceOf(joined.number)} → ${referenceOf(kept.number)}` };
  await record(tx, { ...trail, requestId: joinedId, details });
  await record(tx, { ...trail, requestId: kept.id, details });
}
