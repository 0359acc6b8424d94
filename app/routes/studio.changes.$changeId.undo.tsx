import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";

import { getChange } from "#app/domain/definitions/changes/read.ts";
import { undoChange } from "#app/domain/definitions/changes/undo.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { ChangeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

/** Prepares the way back from what was published, as a change of its own: `undoChange`. */
export const action = staffAction({ can: "definition:edit", params: ChangeParams }, async ({ params, actor, db, now, t, context }) => {
  const { title } = await getChange(db, params.changeId);
  const id = await undoChange(db, { id: params.changeId, title: t("studio:undo.title", { title }).slice(0, 120), by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioChange(id), 303);
});

/** Nothing is undone by looking: who comes here by hand goes to the change. */
export const loader = staffLoader({ can: "definition:edit", params: ChangeParams }, async ({ request, params }) => (cameByHand(request) ? redirect(paths.studioChange(params.changeId)) : null));

export default function Undone() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
