import { z } from "zod";

import { Language } from "#app/domain/people.ts";

import shipped from "./branding.json";

/** Who runs the office, as pages and errors name it: data, so that another organisation changes one file. */
export const Branding = z.object({
  name: z.string(),
  phone: z.string(),
  phoneShown: z.string(),
  email: z.string(),
  website: z.string(),
  hours: z.record(Language, z.string()),
  postalAddress: z.array(z.string()),
});
export type Branding = z.infer<typeof Branding>;

/** The branding that comes with the product; its number and addresses reach nobody. */
export const shippedBranding: Branding = Branding.parse(shipped);
