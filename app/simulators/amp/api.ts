import { Router, type Request, type Response } from "express";
import { z } from "zod";
import { sendWithFault, type FaultSwitch } from "../faults.ts";
import { SIMULATOR_KEYS } from "../settings.ts";
import { hasEnded, type AmpOrder, type AmpOrders } from "./orders.ts";

/** AMP comes within thirty days, and a day that begins in the Netherlands may end elsewhere. */
const LONGEST_MS = 31 * 86_400_000;

const OrderForm = z.object({
  reference: z.string().regex(/^[A-Za-z0-9-]{1,64}$/),
  person: z.object({ initials: z.string().min(1).max(40), prefix: z.string().max(20), surname: z.string().min(1).max(200), birthDate: z.iso.date().nullable() }),
  email: z.email(),
  mobile: z.string().regex(/^\+[1-9]\d{6,14}$/),
  validUntil: z.iso.datetime({ offset: true }),
  language: z.enum(["nl", "en"]).default("nl"),
});

export type AmpApiOptions = { orders: AmpOrders; fault: FaultSwitch; officeUrl: string; now: () => Date; lateMs: number };

/** AMP's orders as a client sees them: place one, ask how it stands, cancel it. The token stands in the authorization header. */
export function ampApi(options: AmpApiOptions): Router {
  const { orders, fault, officeUrl, now, lateMs } = options;
  const router = Router();
  const answer = (request: Request, response: Response, reply: unknown, status = 200) => sendWithFault(request, response, fault.get(), lateMs, reply, status);

  router.use((request, response, next) => {
    if (request.get("authorization") !== `Bearer ${SIMULATOR_KEYS.ampToken}`) return void response.status(401).json({ message: "Unknown token." });
    next();
  });

  router.post("/orders", (request, response, next) => {
    const form = OrderForm.safeParse(request.body);
    if (!form.success) return void response.status(400).json({ message: "Check reference, person, email, mobile and validUntil." });
    const isWithinTime = Date.parse(form.data.validUntil) - now().getTime() <= LONGEST_MS;
    if (!isWithinTime) return void response.status(400).json({ message: "validUntil lies too far away." });
    // An order that cannot be answered was not taken.
    if (fault.get() === "down") return void answer(request, response, null).catch(next);
    const order = orders.place({ ...form.data, now: now() });
    const { orderNumber, verificationCode } = order;
    answer(request, response, { orderNumber, verificationCode, appointmentUrl: `${officeUrl}/simulators/amp/appointment/${orderNumber}` }, 201).catch(next);
  });

  router.get("/orders", (request, response, next) => {
    const order = orders.findByReference(String(request.query.reference), now());
    if (!order) return void answer(request, response, { message: "No such order." }, 404).catch(next);
    const shown = fault.get() === "somebody-else" ? { ...order, orderNumber: "AMP-00000001", reference: "somebody-else" } : order;
    answer(request, response, reportOf(shown)).catch(next);
  });

  router.post("/orders/:orderNumber/cancellation", (request, response, next) => {
    const order = orders.find(request.params.orderNumber, now());
    if (!order) return void answer(request, response, { message: "No such order." }, 404).catch(next);
    if (fault.get() === "down") return void answer(request, response, null).catch(next);
    const cancelled = hasEnded(order) ? order : orders.change(order.orderNumber, { status: "cancelled" }, now());
    answer(request, response, { orderNumber: order.orderNumber, status: cancelled?.status }).catch(next);
  });

  return router;
}

/** How AMP reports on an order, by the same fields when it is asked and when it tells. */
export function reportOf({ orderNumber, reference, status, appointment, found }: AmpOrder) {
  return { orderNumber, reference, status, appointment, ...(found ?? {}) };
}
