import { and, eq, isNull } from "drizzle-orm";

import { identification, identificationAttempt, identificationOrder, identificationParty } from "#db/schema/identification.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { TrailAct } from "#app/domain/audit/acts.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Office } from "#app/domain/office.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";

import { GRACE_MS, type Order } from "./appointment.ts";
import { actorOf, type Asked, getAskedParty, isRunning, isSettled } from "./asked.ts";
import { compareDocument } from "./compare.ts";
import type { DoorAnswer, IdentityCourier, OrderState } from "./ports.ts";
import { takeResult } from "./result.ts";
import { sealAnswer, sealCode } from "./secrets.ts";
import { ENDED } from "./ways.ts";

const BY = inTrail(system("appointments"));

/** How often AMP is asked of itself; what it tells by callback is asked for at once. */
const ASK_EVERY_MS = 3_600_000;

type Means = { courier: IdentityCourier; secret: string };

/**
 * Does for one order whatever it needs now: places it, asks AMP how it stands, or tells AMP that nobody needs it any more. May be done twice and at once, by
 * several: the order is placed under one reference, and its answer counts once (`an_order_answers_once`). `secret` is the office's
 * `secrets.identification`. Throws what the courier throws: then it is done again later.
 */
export async function attendToOrder(office: Office, means: Means, input: { orderId: string; now: Date }): Promise<void> {
  const order = await getOrder(office.db, input.orderId);
  if (order.withdrawnAt !== null) return order.withdrawalToldAt === null ? tellWithdrawal(office, means, order, input.now) : undefined;
  if (order.endedAt !== null) return;
  if (order.orderNumber === null) return place(office, means, order, input.now);
  const state = await means.courier.find({ orderNumber: order.orderNumber, reference: order.id });
  if (state === null) throw new Problem("amp.malformed", { provider: "AMP", reason: "unknown order" });
  await take(office, means, order, state, input.now);
}

async function getOrder(db: Db, orderId: string, lock?: "lock"): Promise<Order> {
  const query = db.select().from(identificationOrder).where(eq(identificationOrder.id, orderId));
  const [order] = await (lock ? query.for("update") : query);
  if (!order) throw new Error("There is no such order.");
  return order;
}

async function place(office: Office, { courier, secret }: Means, order: Order, now: Date): Promise<void> {
  const asked = await whoeverIsAsked(office.db, order);
  if (asked === null || order.email === null || order.mobile === null) return;
  const { initials, prefix, surname, birthDate, language } = asked.party;
  const person = { initials, prefix, surname, birthDate };
  const placed = await courier.order({ reference: order.id, person, email: order.email, mobile: order.mobile, validUntil: order.validUntil, language });
  await office.db.transaction(async (tx) => {
    const [mine] = await tx
      .update(identificationOrder)
      .set({
        status: "ordered",
        orderNumber: placed.orderNumber,
        sealedCode: sealCode(secret, order.id, placed.verificationCode),
        appointmentUrl: placed.appointmentUrl,
        changedAt: now,
        attendAt: later(now, ASK_EVERY_MS),
      })
      .where(and(eq(identificationOrder.id, order.id), eq(identificationOrder.status, "placing")))
      .returning({ id: identificationOrder.id });
    if (mine) return tellTrail(tx, asked, order, "identification.order-placed", now);
    // Withdrawn while AMP was writing it down: AMP may have been told before it knew the order, and hears it once more.
    await tx.update(identificationOrder).set({ withdrawalToldAt: null, attendAt: now }).where(and(eq(identificationOrder.id, order.id), eq(identificationOrder.status, "withdrawn")));
  });
}

async function tellWithdrawal(office: Office, { courier }: Means, order: Order, now: Date): Promise<void> {
  await courier.withdraw({ reference: order.id });
  await office.db.transaction(async (tx) => {
    const [told] = await tx
      .update(identificationOrder)
      .set({ withdrawalToldAt: now, attendAt: null })
      .where(and(eq(identificationOrder.id, order.id), isNull(identificationOrder.withdrawalToldAt)))
      .returning({ partyId: identificationOrder.partyId });
    if (!told) return;
    const [about] = await tx
      .select({ requestId: identification.requestId })
      .from(identificationParty)
      .innerJoin(identification, eq(identification.id, identificationParty.identificationId))
      .where(eq(identificationParty.id, told.partyId));
    const subject = { kind: "identification-party", id: told.partyId };
    await record(tx, { now, actor: BY, act: "identification.order-withdrawn", subject, requestId: about?.requestId ?? null, details: { orderId: order.id } });
  });
}

/** What AMP says of an order, under the lock of its request: an order that was answered or withdrawn meanwhile stays as it is. */
async function take(office: Office, { secret }: Means, { id, partyId }: Order, state: OrderState, now: Date): Promise<void> {
  await office.db.transaction(async (tx) => {
    const asked = await whoeverIsAsked(tx, { partyId }, "lock");
    const order = await getOrder(tx, id, "lock");
    if (asked === null || order.endedAt !== null) return;
    if ("answer" in state) return takeAnswer(tx, office, { asked, order, answer: state.answer, secret, now });
    if (!("visit" in state)) return end(tx, asked, order, state.status, now);
    if (now.getTime() >= order.validUntil.getTime() + GRACE_MS) return end(tx, asked, order, "expired", now);
    const visit = { visitFrom: state.visit?.from ?? null, visitUntil: state.visit?.until ?? null };
    const isNew = order.status !== state.status || order.visitFrom?.getTime() !== visit.visitFrom?.getTime() || order.visitUntil?.getTime() !== visit.visitUntil?.getTime();
    await tx
      .update(identificationOrder)
      .set({ ...visit, status: state.status, attendAt: later(now, ASK_EVERY_MS), ...(isNew && { changedAt: now }) })
      .where(eq(identificationOrder.id, order.id));
    if (isNew) await tellTrail(tx, asked, order, STAGES[state.status], now, { from: visit.visitFrom?.toISOString(), until: visit.visitUntil?.toISOString() });
  });
}

const STAGES = {
  ordered: "identification.appointment-open",
  "appointment-made": "identification.appointment-made",
  rescheduled: "identification.appointment-moved",
  "no-show": "identification.appointment-missed",
} as const satisfies Record<string, TrailAct>;

async function takeAnswer(tx: Db, office: Office, of: { asked: Asked; order: Order; answer: DoorAnswer; secret: string; now: Date }): Promise<void> {
  const { asked, order, answer, secret, now } = of;
  const { party } = asked;
  const { result, differences } = compareDocument(party, answer);
  const counts = isRunning(asked) && party.result !== "match" && !isSettled(party, asked.identification);
  await tx.update(identificationOrder).set({ ...ENDED, status: answer.said, documentType: answer.documentType, changedAt: now, endedAt: now }).where(eq(identificationOrder.id, order.id));
  const attemptId = crypto.randomUUID();
  await tx.insert(identificationAttempt).values({
    id: attemptId,
    partyId: party.id,
    orderId: order.id,
    status: result,
    startedAt: order.askedAt,
    finishedAt: now,
    differences,
    sealedAnswer: counts && result !== "match" ? sealAnswer(secret, attemptId, answer) : null,
  });
  await tellTrail(tx, asked, order, result === "match" ? "identification.matched" : "identification.answered", now, { result, differences });
  if (counts) await takeResult(tx, office, { asked, result, by: actorOf(party), now });
}

/** Nothing comes of this order any more. The person may choose another way, or ask for a new one while the round lasts. */
async function end(tx: Db, asked: Asked, order: Order, status: "refused" | "expired" | "withdrawn", now: Date): Promise<void> {
  await tx.update(identificationOrder).set({ ...ENDED, status, changedAt: now, endedAt: now }).where(eq(identificationOrder.id, order.id));
  await tellTrail(tx, asked, order, "identification.order-ended", now, { status });
}

/** Whom the order is for; null when they have the role no more: their round ends, and the order with it. */
async function whoeverIsAsked(db: Db, { partyId }: Pick<Order, "partyId">, lock?: "lock"): Promise<Asked | null> {
  return getAskedParty(db, partyId, lock).catch((problem: unknown) => {
    if (isProblem(problem, "identification.not-yours")) return null;
    throw problem;
  });
}

async function tellTrail(tx: Db, { party, request }: Asked, order: Order, act: TrailAct, now: Date, details: Record<string, unknown> = {}): Promise<void> {
  await record(tx, { now, actor: BY, act, subject: { kind: "identification-party", id: party.id }, requestId: request.id, details: { orderId: order.id, ...details } });
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
