import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { returnChange } from "#app/domain/definitions/changes/propose.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { ChangeParams, Revision } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

const Returned = z.object({ revision: Revision, note: z.string().trim().max(1000, "change.note").default("") });

/** Makes a draft of it again, with why; approvals are void (P5): `returnChange`. */
export const action = staffAction({ can: "definition:edit", params: ChangeParams, input: Returned }, async ({ params, input, actor, db, now, context }) => {
  await returnChange(db, { id: params.changeId, ...input, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioChange(params.changeId), 303);
});

/** Nothing is handed back by looking: who comes here by hand goes to the change. */
export const loader = staffLoader({ can: "definition:edit", params: ChangeParams }, async ({ request, params }) => (cameByHand(request) ? redirect(paths.studioChange(params.changeId)) : null));

export default function HandedBack() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
