import { redirect } from "@remix-run/node";
import { z } from "zod";

import { parseContent } from "#app/domain/definitions/schema/content.ts";
import { LANGUAGES } from "#app/domain/people.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { EntryParams, LARGEST_ENTRY } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { previewTemplate } from "#app/web/template-preview.server.ts";

const Params = EntryParams.extend({ kind: z.enum(["mail", "letter", "request-type"]) });
const Draft = z.object({ content: z.string(), language: z.enum(LANGUAGES), addressee: z.enum(["usual", "long"]).catch("usual") });

/** What a letter or an e-mail, or the letter that a request type sends, looks like as it is at this moment, filled with examples; nothing is written: `previewTemplate`. */
export const action = staffAction({ can: "definition:edit", params: Params, input: Draft, largest: LARGEST_ENTRY }, async ({ params, input, now, t, context }) => {
  const { office, branding, baseUrl } = context;
  return previewTemplate({ press: office.letterPress, scans: office.files.scans, branding, baseUrl, now, t }, { ...input, kind: params.kind === "mail" ? "mail" : "letter", content: parseContent(input.content) });
});

/** Only its page asks; who comes here by hand goes to that. */
export const loader = staffLoader({ can: "anything", params: EntryParams }, async ({ params: { changeId, kind, key } }) => redirect(paths.studioEntry(changeId, kind, key)));
