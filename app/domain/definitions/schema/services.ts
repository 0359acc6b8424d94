import { z } from "zod";

import { SEGMENTS } from "./scope.ts";

import { Destination } from "#rules/vocabulary.ts";

const Wording = z.strictObject({ nl: z.string().min(1), en: z.string().min(1) });
const Id = z.string().regex(/^[a-z][a-z0-9-]*$/);
const CareType = z.string().regex(/^\d{2}$/);

/** What an account may be authorised for (R14, R88), who may have it, and how many. */
export const Service = z.strictObject({
  id: Id,
  name: Wording,
  /** One sentence for somebody who has to choose. */
  description: Wording,
  rights: z.array(z.strictObject({ id: Id, name: Wording })).min(1),
  legalBasis: z.enum(["zvw-wlz", "wmo", "jeugdwet"]).nullable(),
  segments: z.array(z.enum(SEGMENTS)).min(1),
  certificateKinds: z.array(z.enum(["personal", "system"])).min(1),
  /** First two digits of the AGB codes that may have it; null is all. */
  careTypes: z.array(CareType).min(1).nullable(),
  /** Recognitions at Vektis of which one is needed; none when empty. */
  recognitions: z.array(z.strictObject({ code: z.string().regex(/^\d{6}$/), name: Wording })),
  /** The agreement needs an addendum before it can be granted. */
  needsAddendum: z.boolean(),
  /** Users per AGB code; null is no maximum. */
  maxUsers: z.number().int().positive().nullable(),
  /** A form of its own, so that the general form does not offer it (R10); null when it does. */
  ownForm: Destination.nullable(),
});
export type Service = z.infer<typeof Service>;

/** `rules/services.json`. */
export const ServiceCatalogue = z
  .strictObject({ id: Id, title: Wording, services: z.array(Service).min(1) })
  .refine(({ services }) => new Set(services.map(({ id }) => id)).size === services.length, { path: ["services"], message: "two services with one id" });
export type ServiceCatalogue = z.infer<typeof ServiceCatalogue>;
