import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { publishChange } from "#app/domain/requests/publish-change.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { ChangeParams, Revision } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

/** The second pair of eyes publishes it, or approves it for its day (D15): `publishChange`. */
export const action = staffAction({ can: "definition:publish", params: ChangeParams, input: z.object({ revision: Revision }) }, async ({ params, input, actor, now, context }) => {
  await publishChange(context.office, { id: params.changeId, revision: input.revision, texts: context.office.texts, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioChange(params.changeId), 303);
});

/** Nothing is approved by looking: who comes here by hand goes to the change. */
export const loader = staffLoader({ can: "definition:publish", params: ChangeParams }, async ({ request, params }) => (cameByHand(request) ? redirect(paths.studioChange(params.changeId)) : null));

export default function Approved() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
