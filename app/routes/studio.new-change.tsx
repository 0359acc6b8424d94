import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { beginChange } from "#app/domain/definitions/changes/begin.ts";
import { addEntry } from "#app/domain/definitions/changes/entries.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { DefinitionPlace } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

const NewChange = z.object({ title: z.string().trim().min(1, "change.title").max(120, "change.title"), what: DefinitionPlace.optional() });

/** Begins a change of definitions, with the one that it was begun from in it: `beginChange`. */
export const action = staffAction({ can: "definition:edit", input: NewChange }, async ({ input: { title, what }, actor, db, now, context }) => {
  const by = { by: actor, now, correlationId: context.correlationId };
  const id = await db.transaction(async (tx) => {
    const changeId = await beginChange(tx, { title, ...by });
    if (what) await addEntry(tx, { changeId, ...what, ...by });
    return changeId;
  });
  return redirect(what ? paths.studioEntry(id, what.kind, what.key) : paths.studioChange(id), 303);
});

/** Nothing is begun by looking: who comes here by hand goes to the studio. */
export const loader = staffLoader({ can: "definition:edit" }, async ({ request }) => (cameByHand(request) ? redirect(paths.studio()) : null));

export default function Begun() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
