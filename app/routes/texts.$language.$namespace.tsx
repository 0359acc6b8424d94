import { json } from "@remix-run/node";
import { z } from "zod";

import { LANGUAGES } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { publicLoader } from "#app/web/guards.server.ts";
import { wordedNamespace } from "#app/web/i18n.server.ts";

const Params = z.object({ language: z.enum(LANGUAGES), namespace: z.string().regex(/^[a-z][a-z-]*$/) });

/** The texts of one namespace in which the office words something itself, for browsers: by their release, so that they are fetched once for each. */
export const loader = publicLoader({ params: Params, input: z.object({ release: z.coerce.number().int().optional().catch(undefined) }) }, async ({ params: { language, namespace }, input, context }) => {
  const texts = wordedNamespace(language, namespace);
  if (texts === null) throw new Problem("page.not-found");
  // Of another release than this process says it may be something else in a moment.
  return json(texts, { headers: { "cache-control": input.release === context.worded.release ? "public, max-age=31536000, immutable" : "no-store" } });
});
