import type { z } from "zod";
import type { DoorAnswer, DoorDocument, IdentityCourier, OrderState } from "#app/domain/identification/ports.ts";
import { askJson, malformed, type Fetch } from "#app/adapters/http/ask-json.ts";
import { OrderReply, PlacedReply } from "./replies.ts";

export type AmpOptions = {
  /** Such as "https://api.amp.example/v1". */
  baseUrl: string;
  token: string;
  fetch?: Fetch;
  timeoutMs?: number;
};

const PROVIDER = { area: "amp", provider: "AMP" } as const;

/**
 * Identification at home through AMP Groep's orders (reference 5.5: no public protocol, so this is the one that we ask for; decision 0100). Says who is to be
 * visited and where they can be reached, and nothing of why.
 */
export function makeAmpCourier(options: AmpOptions): IdentityCourier {
  async function call(path: string, body?: Record<string, unknown>): Promise<unknown> {
    return askJson({
      ...PROVIDER,
      url: `${options.baseUrl}${path}`,
      ...(body ? { method: "POST" as const, body } : {}),
      headers: { authorization: `Bearer ${options.token}` },
      timeoutMs: options.timeoutMs ?? 10_000,
      ...(options.fetch ? { fetch: options.fetch } : {}),
    });
  }

  /** The order under our reference; null when AMP has none. */
  async function find(reference: string): Promise<OrderReply | null> {
    const json = await call(`/orders?reference=${encodeURIComponent(reference)}`);
    if (json === null) return null;
    const reply = parse(OrderReply, json);
    // An answer about another order would identify somebody else in this one's name.
    if (reply.reference !== reference) throw malformed(PROVIDER, { reason: "another order" });
    return reply;
  }

  return {
    async order({ reference, person, email, mobile, validUntil, language }) {
      const json = await call("/orders", { reference, person, email, mobile, validUntil: validUntil.toISOString(), language });
      const reply = parse(PlacedReply, json);
      return { orderNumber: reply.orderNumber, verificationCode: reply.verificationCode, appointmentUrl: reply.appointmentUrl ?? null };
    },

    async find({ orderNumber, reference }) {
      const reply = await find(reference);
      if (reply === null) return null;
      if (reply.orderNumber !== orderNumber) throw malformed(PROVIDER, { reason: "another order" });
      return stateOf(reply);
    },

    async withdraw({ reference }) {
      const reply = await find(reference);
      if (reply === null || ["identified", "mismatch", "refused", "expired", "cancelled"].includes(reply.status)) return;
      const json = await call(`/orders/${encodeURIComponent(reply.orderNumber)}/cancellation`, {});
      if (json === null) throw malformed(PROVIDER, { reason: "unknown order" });
    },
  };
}

function parse<T>(schema: z.ZodType<T>, json: unknown): T {
  const reply = schema.safeParse(json);
  // The zod error names paths, not values, so nothing personal travels on.
  if (!reply.success) throw malformed(PROVIDER, { reason: "unexpected reply" });
  return reply.data;
}

function stateOf(reply: OrderReply): OrderState {
  const { status, appointment } = reply;
  const visit = appointment ? { from: new Date(appointment.from), until: new Date(appointment.until) } : null;
  switch (status) {
    case "identified":
    case "mismatch":
      return { status, answer: answerOf(reply, status) };
    case "ordered":
    case "rescheduled":
      return { status, visit };
    case "appointment_made":
      return { status: "appointment-made", visit };
    case "no_show":
      return { status: "no-show", visit };
    case "cancelled":
      return { status: "withdrawn" };
    default:
      return { status };
  }
}

const DOCUMENTS: Readonly<Record<string, DoorDocument>> = {
  passport: "passport",
  identity_card: "identity-card",
  driving_licence: "driving-licence",
  residence_permit: "residence-permit",
};

function answerOf({ documentType, documentValid, nameAsOnDocument: name, birthDateMatches }: OrderReply, said: DoorAnswer["said"]): DoorAnswer {
  if (!documentType || typeof documentValid !== "boolean" || !name) throw malformed(PROVIDER, { reason: "incomplete answer" });
  return {
    said,
    documentType: DOCUMENTS[documentType.toLowerCase()] ?? "other",
    documentValid,
    name: { initials: name.initials, prefix: name.prefix ?? "", surname: name.surname, ...(name.partnerSurname ? { partnerSurname: name.partnerSurname } : {}) },
    birthDateMatches: birthDateMatches ?? null,
  };
}
