import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";

import { proposeCalendar } from "#app/domain/requests/calendar-change.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { ChangeForm, changeOf } from "#app/web/calendar.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

/** Puts a change of the calendar before a colleague (D15): `proposeCalendar`. */
export const action = staffAction({ can: "definition:edit", input: ChangeForm }, async ({ input, actor, db, now, context }) => {
  await proposeCalendar(db, { change: changeOf(input), reason: input.reason, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.calendar(), 303);
});

/** Nothing is proposed by looking: who comes here by hand goes to the calendar. */
export const loader = staffLoader({ can: "definition:read" }, async ({ request }) => (cameByHand(request) ? redirect(paths.calendar()) : null));

export default function Proposed() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
