import { z } from "zod";

/** `POST /orders`: what the person makes their appointment with, and where when AMP says so. */
export const PlacedReply = z.object({
  orderNumber: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
  verificationCode: z.string().min(4).max(40),
  appointmentUrl: z.url({ protocol: /^https?$/ }).max(2048).nullish(),
});

const Name = z.object({
  initials: z.string().min(1).max(40),
  prefix: z.string().max(20).nullish(),
  surname: z.string().min(1).max(200),
  partnerSurname: z.string().max(200).nullish(),
});

/** `GET /orders?reference=…`. What was found at the door comes with "identified" and "mismatch" alone. */
export const OrderReply = z.object({
  orderNumber: z.string().max(40),
  reference: z.string().max(64),
  status: z.enum(["ordered", "appointment_made", "rescheduled", "no_show", "identified", "mismatch", "refused", "expired", "cancelled"]),
  appointment: z.object({ from: z.iso.datetime({ offset: true }), until: z.iso.datetime({ offset: true }) }).nullish(),
  documentType: z.string().max(60).nullish(),
  documentValid: z.boolean().nullish(),
  nameAsOnDocument: Name.nullish(),
  birthDateMatches: z.boolean().nullish(),
});
export type OrderReply = z.infer<typeof OrderReply>;
