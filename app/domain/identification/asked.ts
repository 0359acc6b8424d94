import { and, desc, eq, inArray, isNull } from "drizzle-orm";

import { identification, identificationAttempt, identificationOrder, identificationParty } from "#db/schema/identification.ts";
import { enterprise, roleHolder } from "#db/schema/organisations.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { outsider, type OutsiderActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { Link } from "#app/domain/access/links.ts";
import type { TrailAct } from "#app/domain/audit/acts.ts";
import { record } from "#app/domain/audit/record.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { NOBODY } from "#app/domain/requests/claim.ts";
import { UNDECIDED } from "#app/domain/requests/decide.ts";
import { moveRequest, type RequestRow } from "#app/domain/requests/move.ts";
import { resumeReview } from "#app/domain/requests/review-clock.ts";

import { endIdentification, type Identification, type Party } from "./open.ts";
import { rulingDueAt } from "./term.ts";

export type Attempt = typeof identificationAttempt.$inferSelect;

/** One person who was asked, with all that the question is about. */
export type Asked = {
  party: Party;
  identification: Identification;
  request: RequestRow;
  enterpriseName: string;
  /** Their last visit to a bank. */
  lastAttempt: Attempt | null;
  /** Their last order for somebody to come to the door, open or ended. */
  order: typeof identificationOrder.$inferSelect | null;
  /** Where this person is: what the page shows, and which act comes next. */
  stage: Stage;
};

export const STAGES = ["confirm", "choose-bank", "at-bank", "waiting-for-others", "at-desk", "done", "denied", "over"] as const;
export type Stage = (typeof STAGES)[number];

/** How long a bank's answer can be under way before it counts as lost. */
export const ANSWER_LOST_AFTER_MS = 60_000;

/**
 * Whom a link asks and where they are; the first look is recorded as "opened" (D24). `link` comes from `openLink`. Throws
 * `identification.not-yours` when the person no longer has the role, `link.unknown` when the link asks nobody.
 */
export async function openAsked(office: Office, input: { link: Link; now: Date }): Promise<Asked> {
  const { now } = input;
  const asked = await getAsked(office.db, input.link.id);
  if (asked.party.openedAt !== null || !isRunning(asked)) return asked;
  await office.db.transaction(async (tx) => {
    const [first] = await tx
      .update(identificationParty)
      .set({ openedAt: now })
      .where(and(eq(identificationParty.id, asked.party.id), isNull(identificationParty.openedAt)))
      .returning({ id: identificationParty.id });
    if (first) await tellTrail(tx, asked, "identification.opened", now);
  });
  return asked;
}

/** "Yes, I know this request and it may go on" (D24). Twice is once. Throws `identification.over` when there is nothing to confirm any more. */
export async function confirmRequest(office: Office, input: { link: Link; now: Date }): Promise<void> {
  const { now } = input;
  await office.db.transaction(async (tx) => {
    const asked = await getAsked(tx, input.link.id, "lock");
    requireRunning(asked);
    const [confirmed] = await tx
      .update(identificationParty)
      .set({ confirmedAt: now })
      .where(and(eq(identificationParty.id, asked.party.id), isNull(identificationParty.confirmedAt), isNull(identificationParty.deniedAt)))
      .returning({ id: identificationParty.id });
    if (confirmed) await tellTrail(tx, asked, "identification.confirmed", now);
  });
}

/**
 * "I do not know this request" (D24): all links end, and the request goes back to the desk, undecided and urgent. Twice is once. Throws
 * `identification.over` when the request went on before this was said: then only the office can still help.
 */
export async function denyRequest(office: Office, input: { link: Link; now: Date }): Promise<void> {
  const { now } = input;
  await office.db.transaction(async (tx) => {
    const asked = await getAsked(tx, input.link.id, "lock");
    if (asked.party.deniedAt !== null) return;
    requireRunning(asked);
    const requestId = asked.request.id;
    await tx.update(identificationParty).set({ deniedAt: now }).where(eq(identificationParty.id, asked.party.id));
    // This person's own link still shows what they said.
    await endIdentification(tx, { requestId, status: "denied", now, keepLink: asked.party.linkId });
    const dueAt = await rulingDueAt(tx, asked.request, now);
    await resumeReview(tx, requestId, now);
    await moveRequest(tx, { requestId, act: "deny", now, set: { ...UNDECIDED, ...NOBODY, objectedAt: now, priority: "high", dueAt } });
    await tellTrail(tx, asked, "identification.denied", now);
    await office.queue.enqueue(tx, tellJob, { happening: "identification.denied", requestId, partyId: asked.party.id });
  });
}

/** Who is asked by a link; "lock" keeps the request still until the transaction ends. */
export async function getAsked(db: Db, linkId: string, lock?: "lock"): Promise<Asked> {
  return readAsked(db, eq(identificationParty.linkId, linkId), lock);
}

/** The same, by party. */
export async function getAskedParty(db: Db, partyId: string, lock?: "lock"): Promise<Asked> {
  return readAsked(db, eq(identificationParty.id, partyId), lock);
}

async function readAsked(db: Db, which: ReturnType<typeof eq>, lock?: "lock"): Promise<Asked> {
  if (lock) {
    // Two people who finish at once must see each other's result: whoever comes second waits here. The request is what every act on it
    // locks first, so that no two wait for each other.
    const about = db
      .select({ id: identification.requestId })
      .from(identification)
      .innerJoin(identificationParty, eq(identificationParty.identificationId, identification.id))
      .where(which);
    await db.select({ id: request.id }).from(request).where(inArray(request.id, about)).for("update");
  }
  const [found] = await db
    .select({ party: identificationParty, identification, request, enterpriseName: enterprise.name, roleEndedAt: roleHolder.endedAt })
    .from(identificationParty)
    .innerJoin(identification, eq(identification.id, identificationParty.identificationId))
    .innerJoin(request, eq(request.id, identification.requestId))
    .innerJoin(roleHolder, eq(roleHolder.id, identificationParty.roleHolderId))
    .innerJoin(enterprise, eq(enterprise.id, roleHolder.enterpriseId))
    .where(which);
  if (!found) throw new Problem("link.unknown");
  if (found.roleEndedAt !== null) throw new Problem("identification.not-yours");
  const { roleEndedAt: _ended, ...rest } = found;
  const [lastAttempt = null] = await db
    .select()
    .from(identificationAttempt)
    .where(and(eq(identificationAttempt.partyId, rest.party.id), isNull(identificationAttempt.orderId)))
    .orderBy(desc(identificationAttempt.startedAt), desc(identificationAttempt.id))
    .limit(1);
  const [order = null] = await db
    .select()
    .from(identificationOrder)
    .where(eq(identificationOrder.partyId, rest.party.id))
    .orderBy(desc(identificationOrder.askedAt), desc(identificationOrder.id))
    .limit(1);
  return { ...rest, lastAttempt, order, stage: stageOf({ ...rest, lastAttempt }) };
}

function stageOf({ party, identification: round, lastAttempt }: Omit<Asked, "stage" | "order">): Stage {
  if (party.deniedAt !== null) return "denied";
  if (round.status === "done") return "done";
  if (round.status !== "open" && round.status !== "at-desk") return "over";
  if (party.result === "match") return "waiting-for-others";
  if (party.result !== null) return isSettled(party, round) ? "waiting-for-others" : "at-desk";
  if (party.confirmedAt === null) return "confirm";
  return lastAttempt?.status === "asking" ? "at-bank" : "choose-bank";
}

/** Whether nothing more is needed of this person: a match, or a difference that two people at the desk accepted. */
export function isSettled(party: Party, round: Identification): boolean {
  if (party.result === null || party.resultAt === null) return false;
  return party.result === "match" || (round.secondAt !== null && party.resultAt <= round.secondAt);
}

export function isRunning({ identification: round, request: about }: Pick<Asked, "identification" | "request">): boolean {
  return (round.status === "open" || round.status === "at-desk") && (about.status === "identifying" || about.status === "identification-desk");
}

/** Throws `identification.over` when there is nothing to do for somebody who was asked. */
export function requireRunning(asked: Asked): void {
  if (!isRunning(asked)) throw new Problem("identification.over");
}

/** The person who was asked, as who acts. */
export function actorOf(party: Party): OutsiderActor {
  return outsider(party.role, party.roleHolderId);
}

async function tellTrail(tx: Db, asked: Asked, act: TrailAct, now: Date): Promise<void> {
  const { party, request: about } = asked;
  await record(tx, { now, actor: inTrail(actorOf(party)), act, subject: { kind: "identification-party", id: party.id }, requestId: about.id });
}
