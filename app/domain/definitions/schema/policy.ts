import { z } from "zod";

import { CHANNELS, SEGMENTS } from "./scope.ts";

const Wording = z.strictObject({ nl: z.string().min(1), en: z.string().min(1) });

/** What a policy can be: a number, text, yes or no, a list of numbers; `null` says "no limit" (1.9). */
export const PolicyValue = z.union([z.number(), z.string(), z.boolean(), z.array(z.number()), z.null()]);
export type PolicyValue = z.infer<typeof PolicyValue>;

/** For whom a policy holds; what is left out is all of them. */
export const PolicyScope = z.strictObject({
  certificateKind: z.enum(["personal", "system"]).optional(),
  segment: z.enum(SEGMENTS).optional(),
  channel: z.enum(CHANNELS).optional(),
  environment: z.enum(["production", "acceptance", "test"]).optional(),
});
export type PolicyScope = z.infer<typeof PolicyScope>;

/** One value that the office may change, with where it comes from and when it holds; dates are inclusive, in Amsterdam. */
export const Policy = z.strictObject({
  key: z.string().regex(/^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/),
  title: Wording,
  value: PolicyValue,
  scope: PolicyScope,
  source: z.string().min(1),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
});
export type Policy = z.infer<typeof Policy>;

/** A file of `rules/policies/`. */
export const PolicySet = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: Wording,
  policies: z.array(Policy).min(1),
});
export type PolicySet = z.infer<typeof PolicySet>;
