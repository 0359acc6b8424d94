import { redirect } from "@remix-run/node";

import { printRequest } from "#app/domain/requests/paper/print.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { drawnForm } from "#app/web/paper.server.ts";
import { CaseParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";

/** Makes a form of the request with its answers on it, for somebody to sign: `printRequest`. */
export const action = staffAction({ can: "request:print", params: CaseParams, refusedAt: ({ requestId = "" }) => paths.request(requestId) }, async ({ params, context, actor, now }) =>
  drawnForm(context, await printRequest(context.office, { requestId: params.requestId, by: actor, now }), now),
);

/** It is made only by the button: who comes here by hand goes to the desk. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.desk()));
