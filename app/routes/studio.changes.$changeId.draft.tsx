import { redirect } from "@remix-run/node";
import { z } from "zod";

import { returnChange } from "#app/domain/definitions/changes/propose.ts";
import { ChangeActs } from "#app/ui/studio/change-acts.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { ChangeParams, Revision } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useChange } from "#app/web/use-change.ts";

const Returned = z.object({ revision: Revision, note: z.string().trim().max(1000, "change.note").default("") });

/** Makes a draft of it again, with why; approvals are void (P5): `returnChange`. */
export const action = staffAction({ can: "definition:edit", params: ChangeParams, input: Returned }, async ({ params, input, actor, db, now, context }) => {
  await returnChange(db, { id: params.changeId, ...input, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioChange(params.changeId), 303);
});

export default function HandedBack() {
  return <ChangeActs {...useChange()} />;
}
