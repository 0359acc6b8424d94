import { redirect } from "@remix-run/node";

import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";
import { signOutCookie } from "#app/web/session.server.ts";

/** Ends the session; also when it had already ended, so that pressing twice does no harm. */
export const action = publicAction({}, async ({ request, context }) =>
  redirect(paths.signIn(), { status: 303, headers: { "Set-Cookie": await signOutCookie(request, context) } }),
);

export const loader = publicLoader({}, async () => redirect(paths.home()));
