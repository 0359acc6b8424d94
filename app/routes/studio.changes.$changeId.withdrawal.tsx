import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { withdrawChange } from "#app/domain/definitions/changes/propose.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { ChangeParams, Revision } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

/** Gives it up; it stays to be read: `withdrawChange`. */
export const action = staffAction({ can: "definition:edit", params: ChangeParams, input: z.object({ revision: Revision }) }, async ({ params, input, actor, db, now, context }) => {
  await withdrawChange(db, { id: params.changeId, revision: input.revision, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioChange(params.changeId), 303);
});

/** Nothing is withdrawn by looking: who comes here by hand goes to the change. */
export const loader = staffLoader({ can: "definition:edit", params: ChangeParams }, async ({ request, params }) => (cameByHand(request) ? redirect(paths.studioChange(params.changeId)) : null));

export default function Withdrawn() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
