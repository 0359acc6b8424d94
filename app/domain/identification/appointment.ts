import { and, asc, eq, inArray, isNull, lt, lte, sql, type SQL } from "drizzle-orm";

import { identification, identificationOrder, identificationParty } from "#db/schema/identification.ts";
import { link } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { Link } from "#app/domain/access/links.ts";
import { record } from "#app/domain/audit/record.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { orderJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { Problem } from "#app/domain/problem.ts";
import { requestPolicies } from "#app/domain/requests/policy.ts";

import { actorOf, type Asked, getAsked, isRunning, isSettled, requireRunning } from "./asked.ts";

export type Order = typeof identificationOrder.$inferSelect;

/** For a request whose release is older than the policy `identification.appointmentDays`: thirty days to complete (reference 5.5). */
const APPOINTMENT_DAYS = 30;

/** How long an order whose job was put down is left to that job, before another is put down in its place. */
const LEFT_TO_THE_JOB_MS = 6 * 3_600_000;

/** How many orders one sweep puts on the queue at most; the rest follows with the next. */
const AT_ONCE = 200;

/** Whether this person may still ask for somebody to come to their door: they confirmed, and have nothing (more) to wait for but a ruling (R75, R76). */
export function mayOrder(asked: Asked): boolean {
  const { party, identification: round } = asked;
  return isRunning(asked) && party.confirmedAt !== null && party.result !== "match" && !isSettled(party, round) && !hasOpenOrder(asked);
}

export function hasOpenOrder({ order }: Pick<Asked, "order">): boolean {
  return order !== null && order.endedAt === null;
}

/**
 * Somebody who cannot use a bank asks AMP to come to their door (R23, R66, R76). The order is stored before AMP hears of it, with the work of placing it; the
 * round stays open for as long as AMP may take. Twice is once. `mobile` is E.164. Answers the order's id. Throws `identification.over`,
 * `identification.confirm-first`, `identification.answered`.
 */
export async function orderAppointment(office: Office, input: { link: Link; email: string; mobile: string; now: Date }): Promise<string> {
  const { email, mobile, now } = input;
  return office.db.transaction(async (tx) => {
    const asked = await getAsked(tx, input.link.id, "lock");
    requireRunning(asked);
    if (asked.party.confirmedAt === null) throw new Problem("identification.confirm-first");
    if (asked.order !== null && hasOpenOrder(asked)) return asked.order.id;
    if (!mayOrder(asked)) throw new Problem("identification.answered");
    const validUntil = await lastDay(tx, asked, now);
    if (validUntil <= now) throw new Problem("identification.over");
    const [order] = await tx
      .insert(identificationOrder)
      .values({ partyId: asked.party.id, status: "placing", email, mobile, askedAt: now, changedAt: now, validUntil, attendAt: leftToTheJob(now) })
      .returning({ id: identificationOrder.id });
    if (!order) throw new Error("The order was not stored.");
    await keepOpenUntil(tx, asked, validUntil);
    await record(tx, {
      now,
      actor: inTrail(actorOf(asked.party)),
      act: "identification.appointment-asked",
      subject: { kind: "identification-party", id: asked.party.id },
      requestId: asked.request.id,
      details: { orderId: order.id },
    });
    await office.queue.enqueue(tx, orderJob, { orderId: order.id }, { singletonKey: order.id });
    return order.id;
  });
}

/**
 * AMP says that something happened to an order. Whatever else it says is a hint that anybody who has the address might give: the order itself is asked for,
 * by the work that is put down here (`attendToOrder`). Answers false for an order that we did not place.
 */
export async function hearOfOrder(office: Office, input: { orderNumber: string }): Promise<boolean> {
  return office.db.transaction(async (tx) => {
    const [order] = await tx.select({ id: identificationOrder.id }).from(identificationOrder).where(eq(identificationOrder.orderNumber, input.orderNumber));
    if (!order) return false;
    await office.queue.enqueue(tx, orderJob, { orderId: order.id }, { singletonKey: order.id });
    return true;
  });
}

/** Puts down the work for orders that are to be asked after, or whose withdrawal AMP is yet to hear of: a callback may never come, and a worker may have died. */
export async function sweepOrders(office: Office, now: Date): Promise<number> {
  return office.db.transaction(async (tx) => {
    const due = tx
      .select({ id: identificationOrder.id })
      .from(identificationOrder)
      .where(lte(identificationOrder.attendAt, now))
      .orderBy(asc(identificationOrder.attendAt))
      .limit(AT_ONCE)
      .for("update", { skipLocked: true });
    const taken = await tx
      .update(identificationOrder)
      .set({ attendAt: leftToTheJob(now) })
      .where(inArray(identificationOrder.id, due))
      .returning({ id: identificationOrder.id });
    for (const { id } of taken) await office.queue.enqueue(tx, orderJob, { orderId: id }, { singletonKey: id });
    return taken.length;
  });
}

/** After its last day an order gets this long to have its result fetched; then it has expired, whatever AMP says. */
export const GRACE_MS = 2 * 86_400_000;

/** The condition "somebody in this round has an order of which AMP can still say what came of it". */
export function awaitsResult(now: Date): SQL {
  return sql`exists (
    select 1 from ${identificationOrder} inner join ${identificationParty} on ${identificationOrder.partyId} = ${identificationParty.id}
    where ${identificationParty.identificationId} = ${identification.id} and ${identificationOrder.endedAt} is null
      and ${identificationOrder.validUntil} > ${new Date(now.getTime() - GRACE_MS).toISOString()}::timestamptz)`;
}

/** Thirty days from the first order of the round: a new order after a refusal does not make it longer. */
async function lastDay(tx: Db, asked: Asked, now: Date): Promise<Date> {
  const parties = tx.select({ id: identificationParty.id }).from(identificationParty).where(eq(identificationParty.identificationId, asked.identification.id));
  const [first] = await tx
    .select({ validUntil: identificationOrder.validUntil })
    .from(identificationOrder)
    .where(inArray(identificationOrder.partyId, parties))
    .orderBy(asc(identificationOrder.askedAt))
    .limit(1);
  if (first) return first.validUntil;
  const days = (await requestPolicies(tx, asked.request.id, now))["identification.appointmentDays"];
  return daysLater(now, typeof days === "number" ? days : APPOINTMENT_DAYS);
}

/** The links of a round are good for fourteen days (D24), and an appointment may take thirty: everybody who was asked gets as long. */
async function keepOpenUntil(tx: Db, { identification: round }: Asked, until: Date): Promise<void> {
  await tx.update(identification).set({ expiresAt: sql`greatest(${identification.expiresAt}, ${until.toISOString()}::timestamptz)` }).where(eq(identification.id, round.id));
  const links = tx.select({ id: identificationParty.linkId }).from(identificationParty).where(eq(identificationParty.identificationId, round.id));
  await tx.update(link).set({ expiresAt: until }).where(and(inArray(link.id, links), isNull(link.endedAt), lt(link.expiresAt, until)));
}

function leftToTheJob(now: Date): Date {
  return new Date(now.getTime() + LEFT_TO_THE_JOB_MS);
}
