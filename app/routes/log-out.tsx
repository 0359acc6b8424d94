import { redirect } from "@remix-run/node";

import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";
import { leaveAsUser } from "#app/web/user-session.server.ts";

/** Ends a user's session; also when it had already ended, so that pressing twice does no harm. */
export const action = publicAction({}, async ({ request, context }) => redirect(paths.loggedOut(), { status: 303, headers: { "Set-Cookie": await leaveAsUser(request, context) } }));

/** Whoever comes here by hand wants a page, not an error. */
export const loader = publicLoader({}, async () => redirect(paths.login()));
