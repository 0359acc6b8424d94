import { redirect } from "@remix-run/node";
import { z } from "zod";

import { publishChange } from "#app/domain/requests/publish-change.ts";
import { ChangeActs } from "#app/ui/studio/change-acts.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { ChangeParams, Revision } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useChange } from "#app/web/use-change.ts";

/** The second pair of eyes publishes it, or approves it for its day (D15): `publishChange`. */
export const action = staffAction({ can: "definition:publish", params: ChangeParams, input: z.object({ revision: Revision }) }, async ({ params, input, actor, now, context }) => {
  await publishChange(context.office, { id: params.changeId, revision: input.revision, texts: context.office.texts, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioChange(params.changeId), 303);
});

export default function Approved() {
  return <ChangeActs {...useChange()} />;
}
