import { z } from "zod";

const Line = z.string().min(1).max(60);
const Wording = z.strictObject({ nl: Line, en: Line });

/** Who the office is to the outside world: data in `templates/branding.json`, not code. */
export const Branding = z.strictObject({
  name: z.string().min(1).max(40),
  /** Postal address as printed, at most four lines. */
  address: z.array(Line).min(1).max(4),
  /** Where people send what is on paper. */
  replyAddress: z.array(Line).min(1).max(4),
  /** As printed. */
  phone: z.string().regex(/^[+0-9][0-9 ()-]{6,20}$/),
  /** The same number for a telephone to dial (E.164). */
  phoneNumber: z.string().regex(/^\+[1-9][0-9]{6,14}$/),
  phoneHours: Wording,
  email: z.email(),
  /** As printed, without a scheme. */
  website: z.string().regex(/^[a-z0-9.-]+(\/[a-z0-9/-]*)?$/),
  closing: Wording,
});
export type Branding = z.infer<typeof Branding>;
