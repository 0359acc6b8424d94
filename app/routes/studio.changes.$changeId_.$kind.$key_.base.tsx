import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";

import { rebaseEntry } from "#app/domain/definitions/changes/entries.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { EntryParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

/** Lays it on the version that is published now: `rebaseEntry`. */
export const action = staffAction({ can: "definition:edit", params: EntryParams }, async ({ params: { changeId, kind, key }, actor, db, now, context }) => {
  await rebaseEntry(db, { changeId, kind, key, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioEntry(changeId, kind, key), 303);
});

/** Nothing moves by looking: who comes here by hand goes to the definition. */
export const loader = staffLoader({ can: "definition:edit", params: EntryParams }, async ({ request, params: { changeId, kind, key } }) => (cameByHand(request) ? redirect(paths.studioEntry(changeId, kind, key)) : null));

export default function Rebased() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
