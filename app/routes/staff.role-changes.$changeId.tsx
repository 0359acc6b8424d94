import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { decideRoleChange, RoleChangeOutcome } from "#app/domain/access/role-changes.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

/** The second pair of eyes on a change of roles, or who proposed it taking it back (D15): `decideRoleChange`. */
export const action = staffAction(
  { can: "staff:second-check", params: z.object({ changeId: z.uuid() }), input: z.object({ outcome: RoleChangeOutcome }) },
  async ({ params, input, actor, db, now, context }) => {
    const { staffId } = await decideRoleChange(db, { changeId: params.changeId, outcome: input.outcome, by: actor, now, correlationId: context.correlationId });
    return redirect(paths.staffMember(staffId), 303);
  },
);

/** Nothing is decided by looking: who comes here by hand goes to the list. */
export const loader = staffLoader({ can: "staff:list" }, async ({ request }) => (cameByHand(request) ? redirect(paths.staff()) : null));

export default function Decided() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
