import { z } from "zod";

import type { Looked } from "#app/domain/requests/facts.ts";

import type { MaskedKind } from "./mask.ts";
import type { Typed } from "./visible.ts";

const AgbFound = z.object({
  code: z.string(),
  kind: z.enum(["person", "enterprise", "establishment"]),
  name: z.string(),
  careType: z.object({ code: z.string(), description: z.string() }),
  startsOn: z.string(),
  endsOn: z.string().nullable(),
  kvkNumber: z.string().nullable(),
  recognitions: z.array(z.string()),
});
const TradeFound = z.object({
  kvkNumber: z.string(),
  name: z.string(),
  legalForm: z.string(),
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  establishments: z.array(z.string()),
});

const Content = z.object({
  typed: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  masked: z.array(z.enum(["bsn", "pin", "password"])).default([]),
  looked: z.object({ agb: z.union([AgbFound, z.null(), z.literal("unavailable")]), trade: z.union([TradeFound, z.null(), z.literal("unavailable")]) }).nullable().default(null),
  from: z.string().nullable().default(null),
});

/** What a draft holds in its column `answers`. */
export type DraftContent = {
  /** As it was typed, by input; normalised where it was understood. */
  typed: Typed;
  /** What was taken out of it (D18, D19). */
  masked: MaskedKind[];
  /** What the registers said of the practice when its page was sent; null before that. */
  looked: Looked | null;
  /** The page on which the applicant left, to go on from there. */
  from: string | null;
};

/** Reads the column; throws for something that this form never wrote. */
export function draftContent(answers: unknown): DraftContent {
  return Content.parse(answers);
}
