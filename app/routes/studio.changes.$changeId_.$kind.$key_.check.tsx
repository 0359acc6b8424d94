import { redirect } from "@remix-run/node";

import { parseContent } from "#app/domain/definitions/schema/content.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { EntryForm, EntryParams, LARGEST_ENTRY } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { tryEntry } from "#app/web/studio-entry.server.ts";

/** What the office says of a definition as it is typed at this moment, for its page; nothing is written: `tryEntry`. */
export const action = staffAction({ can: "definition:edit", params: EntryParams, input: EntryForm.omit({ revision: true }), largest: LARGEST_ENTRY }, async ({ params, input, actor, db, now, t, language, context }) =>
  tryEntry({ db, actor, now, t, language, texts: context.office.texts }, { ...params, content: parseContent(input.content), wordings: input.wordings }),
);

/** Only its page asks; who comes here by hand goes to that. */
export const loader = staffLoader({ can: "anything", params: EntryParams }, async ({ params: { changeId, kind, key } }) => redirect(paths.studioEntry(changeId, kind, key)));
