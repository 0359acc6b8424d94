import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { dropEntry, saveEntry } from "#app/domain/definitions/changes/entries.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { EntryParams, Revision } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

const Removal = z.object({ revision: Revision, how: z.enum(["drop", "remove"]) });

/** Leaves it out of the change, or lets the change take it away for good: `dropEntry`, `saveEntry`. */
export const action = staffAction({ can: "definition:edit", params: EntryParams, input: Removal }, async ({ params: { changeId, kind, key }, input, actor, db, now, context }) => {
  const entry = { changeId, kind, key, by: actor, now, correlationId: context.correlationId };
  if (input.how === "drop") await dropEntry(db, entry);
  else await saveEntry(db, { ...entry, content: null, revision: input.revision });
  return redirect(paths.studioChange(changeId), 303);
});

/** Nothing goes by looking: who comes here by hand goes to the definition. */
export const loader = staffLoader({ can: "definition:edit", params: EntryParams }, async ({ request, params: { changeId, kind, key } }) => (cameByHand(request) ? redirect(paths.studioEntry(changeId, kind, key)) : null));

export default function Removed() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
