import { redirect } from "@remix-run/node";
import { z } from "zod";

import { withdrawChange } from "#app/domain/definitions/changes/propose.ts";
import { ChangeActs } from "#app/ui/studio/change-acts.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { ChangeParams, Revision } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useChange } from "#app/web/use-change.ts";

/** Gives it up; it stays to be read: `withdrawChange`. */
export const action = staffAction({ can: "definition:edit", params: ChangeParams, input: z.object({ revision: Revision }) }, async ({ params, input, actor, db, now, context }) => {
  await withdrawChange(db, { id: params.changeId, revision: input.revision, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioChange(params.changeId), 303);
});

export default function Withdrawn() {
  return <ChangeActs {...useChange()} />;
}
