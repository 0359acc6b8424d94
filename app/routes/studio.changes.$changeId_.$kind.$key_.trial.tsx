import { redirect } from "@remix-run/node";
import { z } from "zod";

import { parseContent } from "#app/domain/definitions/schema/content.ts";
import { PolicyScope } from "#app/domain/definitions/schema/policy.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { EntryForm, EntryParams, jsonOf, LARGEST_ENTRY } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { showTrial } from "#app/web/studio-trial.server.ts";

const FactValues = z.record(z.string().max(80), z.union([z.string().max(2_000), z.number(), z.boolean(), z.array(z.string().max(500)).max(200), z.null()]));
const Trial = EntryForm.omit({ revision: true }).extend({ facts: jsonOf(FactValues, "trial.facts"), situation: jsonOf(PolicyScope, "trial.facts") });

/** How the rules of a draft come out on facts, as they are typed at this moment; nothing is written: `showTrial`. */
export const action = staffAction({ can: "definition:edit", params: EntryParams, input: Trial, largest: LARGEST_ENTRY }, async ({ params: { changeId, key }, input, actor, db, now, t, language, context }) =>
  showTrial({ db, actor, now, t, language, texts: context.office.texts }, { changeId, key, ...input, content: parseContent(input.content) }),
);

/** Only its page asks; who comes here by hand goes to that. */
export const loader = staffLoader({ can: "anything", params: EntryParams }, async ({ params: { changeId, kind, key } }) => redirect(paths.studioEntry(changeId, kind, key)));
