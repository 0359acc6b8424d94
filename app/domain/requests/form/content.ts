import { z } from "zod";

import { PostalAddress } from "#app/domain/people.ts";
import type { Looked } from "#app/domain/requests/facts.ts";

import { MASK, type MaskedKind } from "./mask.ts";
import type { Answers } from "./read.ts";
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
  // Forms that were begun before addresses were kept have none, and are looked up again when they are sent.
  addresses: z.array(PostalAddress).default([]),
});
const TradeFound = z.object({
  kvkNumber: z.string(),
  name: z.string(),
  legalForm: z.string(),
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  establishments: z.array(z.string()),
  addresses: z.array(PostalAddress).default([]),
});

const Stored = z.looseObject({
  _typed: z.record(z.string(), z.union([z.string(), z.array(z.string())])).default({}),
  _masked: z.array(z.enum(["bsn", "pin", "password"])).default([]),
  _looked: z.object({ agb: z.union([AgbFound, z.null(), z.literal("unavailable")]), trade: z.union([TradeFound, z.null(), z.literal("unavailable")]) }).nullable().default(null),
  _from: z.string().nullable().default(null),
});

/** What a draft holds: the answers that were understood, by path, and beside them what only the form itself needs. */
export type DraftContent = {
  answers: Answers;
  /** As it was typed, by input; normalised where it was understood. */
  typed: Typed;
  /** What was taken out of it (D18, D19). */
  masked: MaskedKind[];
  /** What the registers said of the practice when its page was sent; null before that. */
  looked: Looked | null;
  /** The page on which the applicant left, to go on from there. */
  from: string | null;
};

export const EMPTY_CONTENT: DraftContent = { answers: {}, typed: {}, masked: [], looked: null, from: null };

/** Reads the column `draft.answers`; throws for something that this form never wrote. */
export function draftContent(column: unknown): DraftContent {
  const { _typed: typed, _masked: masked, _looked: looked, _from: from, ...answers } = Stored.parse(column);
  return { answers, typed, masked, looked, from };
}

/** The content as the column holds it: the answers on top, everything else behind an underscore, which no field id begins with. */
export function draftColumn({ answers, typed, masked, looked, from }: DraftContent): Record<string, unknown> {
  return { ...answers, _typed: typed, _masked: masked, _looked: looked, _from: from };
}

/**
 * What a request keeps of its draft: the answers, and which secrets were taken out of them. What was typed on the way is let go, and with it what was
 * taken out of a text that the applicant wrote anew: who judges the request would look in vain for it.
 */
export function requestAnswers(column: unknown): Record<string, unknown> {
  const { answers, masked } = draftContent(column);
  return { ...answers, _masked: JSON.stringify(answers).includes(MASK) ? masked : [] };
}
