import { redirect } from "@remix-run/node";
import { z } from "zod";

import { unsubscribe } from "#app/domain/dashboards/weekly/subscription.ts";
import { PaperSearch } from "#app/web/figure-paper.server.ts";
import { viewsOf } from "#app/web/figures.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";

/** `on`: stopped on the page that the e-mail leads to, and not on a page of figures. */
const Form = PaperSearch.extend({ on: z.literal("own").optional().catch(undefined) });

/** Sends who asks no figures any more: `unsubscribe`. */
export const action = staffAction({ can: "report:read", input: Form }, async ({ actor, input, db, now, context }) => {
  await unsubscribe(db, { by: actor, now, correlationId: context.correlationId });
  return redirect(input.on === "own" ? paths.weeklyFigures() : viewsOf(input)[input.view]);
});

/** Stopping is only done by the button. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.weeklyFigures()));
