import { redirect } from "@remix-run/node";

import { printBlankForm } from "#app/domain/requests/paper/print.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { drawnForm } from "#app/web/paper.server.ts";
import { TypeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";

/** Makes a blank form to hand over or to send: `printBlankForm`. */
export const action = staffAction({ can: "form:print", params: TypeParams, refusedAt: paths.forms }, async ({ params, context, actor, now }) =>
  drawnForm(context, await printBlankForm(context.office, { type: params.type, by: actor, now }), now),
);

/** A form is made only by the button: who comes here by hand goes to the list. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.forms()));
