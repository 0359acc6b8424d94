import { desc, eq } from "drizzle-orm";

import type { Link } from "#app/domain/access/links.ts";
import { type Order, orderAppointment } from "#app/domain/identification/appointment.ts";
import { confirmRequest, getAsked, openAsked } from "#app/domain/identification/asked.ts";
import { attendToOrder } from "#app/domain/identification/attend.ts";
import { openCode } from "#app/domain/identification/secrets.ts";
import { identification, identificationOrder, identificationParty } from "#db/schema/identification.ts";

import { linkTo, type Stage } from "./journey.ts";

/** Somebody who was asked opens the link and knows the request. */
export async function confirmedLink(stage: Stage, requestId: string, holder: string): Promise<Link> {
  const { made, now } = stage;
  const asked = await linkTo(stage, requestId, "identification", holder);
  await openAsked(made.office, { link: asked, now: now() });
  if ((await getAsked(made.office.db, asked.id)).stage === "confirm") await confirmRequest(made.office, { link: asked, now: now() });
  return asked;
}

/** They ask for somebody to come to their door, and AMP hears of it. Answers the order's id. */
export async function orderAtHome(stage: Stage, requestId: string, holder: string): Promise<string> {
  const link = await confirmedLink(stage, requestId, holder);
  const orderId = await orderAppointment(stage.made.office, { link, email: `${holder}@thuis.example`, mobile: "+31612345678", now: stage.now() });
  await attend(stage, orderId);
  return orderId;
}

/** Does for an order what it needs now. */
export function attend({ made, now }: Stage, orderId: string): Promise<void> {
  const { office } = made;
  return attendToOrder(office, { courier: office.courier, secret: office.secrets.identification }, { orderId, now: now() });
}

export async function orderOf({ made }: Stage, orderId: string): Promise<Order> {
  const [order] = await made.office.db.select().from(identificationOrder).where(eq(identificationOrder.id, orderId));
  if (!order) throw new Error("There is no such order.");
  return order;
}

/** The orders of a request, newest first. */
export async function ordersOf({ made }: Stage, requestId: string): Promise<Order[]> {
  const rows = await made.office.db
    .select({ order: identificationOrder })
    .from(identificationOrder)
    .innerJoin(identificationParty, eq(identificationParty.id, identificationOrder.partyId))
    .innerJoin(identification, eq(identification.id, identificationParty.identificationId))
    .where(eq(identification.requestId, requestId))
    .orderBy(desc(identificationOrder.askedAt));
  return rows.map(({ order }) => order);
}

/** On AMP's own page: the first moment that is offered after `slots` others. */
export async function makeAppointment(stage: Stage, orderId: string, slot = 0): Promise<void> {
  const { orderNumber, sealedCode } = await orderOf(stage, orderId);
  const page = `${stage.officeUrl}/simulators/amp/appointment/${orderNumber ?? ""}`;
  const offered = [...(await (await fetch(page)).text()).matchAll(/name="slot" value="([^"]+)"/g)].map(([, from = ""]) => from);
  const code = openCode(stage.made.office.secrets.identification, orderId, sealedCode ?? "");
  await send(page, { code, slot: offered[slot] ?? "" });
}

/** What happens at the door; AMP knows, and the office does not yet. */
export async function atTheDoor(stage: Stage, orderId: string, visit: { person: string; outcome: string }): Promise<void> {
  const { orderNumber } = await orderOf(stage, orderId);
  await send(`${stage.officeUrl}/simulators/amp/${orderNumber ?? ""}/visit`, { ...visit, telling: "never" });
}

async function send(to: string, form: Record<string, string>): Promise<void> {
  const answer = await fetch(to, { method: "POST", body: new URLSearchParams(form), headers: { "sec-fetch-site": "same-origin" }, redirect: "manual" });
  if (answer.status !== 303) throw new Error(`AMP answered ${answer.status}.`);
}
