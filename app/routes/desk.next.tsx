import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";

import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { CasePlace } from "#app/web/case-place.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { openNext } from "#app/web/next.server.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

/** Takes the most urgent request of the list that nobody has in hand: `claimNext`. With none left, the list says so. */
export const action = staffAction({ can: "request:claim", input: CasePlace }, async ({ input: { list }, context, actor, now, db }) => {
  return redirect(await openNext({ db, office: context.office, actor, now }, { list }), 303);
});

/** Nothing is taken by looking: who comes here by hand goes to the queue. */
export const loader = staffLoader({ can: "request:claim" }, async ({ request }) => (cameByHand(request) ? redirect(paths.desk()) : null));

export default function Next() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
