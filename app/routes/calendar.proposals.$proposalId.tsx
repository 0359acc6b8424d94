import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { decideCalendar, ProposalOutcome } from "#app/domain/requests/calendar-change.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { ProposalParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

/** The second pair of eyes publishes a change of the calendar, or it is taken back (D15): `decideCalendar`. */
export const action = staffAction({ can: "definition:publish", params: ProposalParams, input: z.object({ outcome: ProposalOutcome }) }, async ({ params, input, actor, now, context }) => {
  await decideCalendar(context.office, { id: params.proposalId, outcome: input.outcome, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.calendar(), 303);
});

/** Nothing is decided by looking: who comes here by hand goes to the calendar. */
export const loader = staffLoader({ can: "definition:read" }, async ({ request }) => (cameByHand(request) ? redirect(paths.calendar()) : null));

export default function Decided() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
