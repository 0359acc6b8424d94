import { redirect } from "@remix-run/node";

import { signOutStaff } from "#app/domain/access/sessions.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";
import { sessionIdOf, signOutCookie } from "#app/web/session.server.ts";

/**
 * Ends the session; also when it had already ended, so that pressing twice does no harm. In production it ends everywhere: on the person's other devices,
 * and at the organisation where that offers it.
 */
export const action = publicAction({}, async ({ request, context, now, language }) => {
  const { door } = context.office;
  const sessionId = await sessionIdOf(request, context);
  if (door && sessionId !== null) await signOutStaff(context.db, { sessionId, now, correlationId: context.correlationId });
  const there = door?.provider.leaveUrl({ returnUrl: `${context.baseUrl}${paths.signOut()}`, language }) ?? null;
  const to = there ?? (door ? paths.signedOut() : paths.signIn());
  return redirect(to, { status: 303, headers: { "Set-Cookie": await signOutCookie(request, context) } });
});

/** Back from the organisation; who comes here by hand wants a page, not an error. */
export const loader = publicLoader({}, async ({ context }) => redirect(context.office.door ? paths.signedOut() : paths.home()));
