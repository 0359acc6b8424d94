import { Router, type Request, type Response } from "express";
import { PEOPLE } from "#db/worlds/cast.ts";
import type { FaultSwitch } from "../faults.ts";
import { single } from "../web/guard.ts";
import { isoDate } from "../web/language.ts";
import { contextOf, sendPage } from "../web/page.tsx";
import { atTheDoor, isOutcome, isTelling } from "./outcomes.ts";
import { hasEnded, type AmpOrder, type AmpOrders } from "./orders.ts";
import { AmpPage, AppointmentPage, OrderPage, UnknownOrderPage } from "./pages.tsx";
import { tellOffice, type Callback } from "./tell.ts";

export type AmpRoutesOptions = { orders: AmpOrders; fault: FaultSwitch; callback: Callback | undefined; now: () => Date };

/** AMP's own pages: the overview, one order with its door, and the page on which the person of an order makes an appointment. */
export function ampRoutes({ orders, fault, callback, now }: AmpRoutesOptions): Router {
  const router = Router();
  const context = (request: Request, response: Response, order?: AmpOrder | null) => contextOf(request, response, now(), order?.language);
  const unknown = (request: Request, response: Response) => sendPage(response, <UnknownOrderPage context={context(request, response)} />, 404);

  router.get("/", (request, response) => sendPage(response, <AmpPage context={context(request, response)} orders={orders.list(now())} fault={fault.get()} />));

  router.get("/appointment/:orderNumber", (request, response) => {
    const order = orders.find(request.params.orderNumber, now());
    if (!order) return unknown(request, response);
    sendPage(response, <AppointmentPage context={context(request, response, order)} order={order} slots={slotsFor(order, now())} made={request.query.made === "yes"} />);
  });

  router.post("/appointment/:orderNumber", (request, response, next) => {
    const order = orders.find(request.params.orderNumber, now());
    if (!order) return unknown(request, response);
    const shown = context(request, response, order);
    const slots = slotsFor(order, now());
    const slot = slots.find(({ from }) => from === single(request.body?.slot));
    if (single(request.body?.code) !== order.verificationCode || !slot) {
      const problem = shown.t(slot ? "amp.page.wrongCode" : "amp.page.choose");
      return sendPage(response, <AppointmentPage context={shown} order={order} slots={slots} problem={problem} made={false} />, 400);
    }
    const status = order.status === "ordered" || order.status === "no_show" ? "appointment_made" : "rescheduled";
    const changed = orders.change(order.orderNumber, { status, appointment: slot }, now());
    if (!changed) return sendPage(response, <AppointmentPage context={shown} order={order} slots={slots} made={false} />, 409);
    tellOffice(callback, changed, "once")
      .then(() => response.redirect(303, `/simulators/amp/appointment/${order.orderNumber}?made=yes`))
      .catch(next);
  });

  router.get("/:orderNumber", (request, response) => {
    const order = orders.find(request.params.orderNumber, now());
    if (!order) return unknown(request, response);
    sendPage(response, <OrderPage context={context(request, response)} order={order} />);
  });

  router.post("/:orderNumber/visit", (request, response, next) => {
    const order = orders.find(request.params.orderNumber, now());
    if (!order) return unknown(request, response);
    const shown = context(request, response);
    const person = PEOPLE.find(({ id }) => id === single(request.body?.person));
    const { outcome, telling } = (request.body ?? {}) as Record<string, unknown>;
    if (!person || !isOutcome(outcome) || !isTelling(telling)) return sendPage(response, <OrderPage context={shown} order={order} problem={shown.t("amp.choose")} />, 400);
    const { status, found } = atTheDoor(order, person, outcome);
    const changed = orders.change(order.orderNumber, { status, found, ...(status === "no_show" ? { appointment: null } : {}) }, now());
    if (!changed) return sendPage(response, <OrderPage context={shown} order={order} />, 409);
    tellOffice(callback, changed, telling)
      .then(() => response.redirect(303, `/simulators/amp/${order.orderNumber}`))
      .catch(next);
  });

  return router;
}

/** Mornings and afternoons of the next days on which AMP still comes for this order. */
function slotsFor(order: AmpOrder, now: Date): Array<{ from: string; until: string }> {
  if (hasEnded(order)) return [];
  return [1, 2, 3]
    .map((days) => isoDate(new Date(now.getTime() + days * 86_400_000)))
    .flatMap((day) => [["09:00", "11:30"], ["13:00", "15:30"]].map(([from, until]) => ({ from: `${day}T${from}:00.000Z`, until: `${day}T${until}:00.000Z` })))
    .filter(({ until }) => Date.parse(until) <= Date.parse(order.validUntil));
}
