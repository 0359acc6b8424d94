import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { cancelBacktest } from "#app/domain/definitions/backtest/acts.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { ChangeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

/** Ends a back-test that runs; what it came to so far stays to be read: `cancelBacktest`. */
export const action = staffAction({ can: "definition:edit", params: ChangeParams, input: z.object({ backtestId: z.uuid() }) }, async ({ params, input, actor, db, now, context }) => {
  await cancelBacktest(db, { backtestId: input.backtestId, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioBacktest(params.changeId), 303);
});

/** Nothing is ended by looking: who comes here by hand goes to the page. */
export const loader = staffLoader({ can: "definition:edit", params: ChangeParams }, async ({ request, params }) => (cameByHand(request) ? redirect(paths.studioBacktest(params.changeId)) : null));

export default function Ended() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
