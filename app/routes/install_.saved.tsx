import { data, redirect } from "@remix-run/node";

import { markSaved } from "#app/domain/certificates/install.ts";
import { Problem } from "#app/domain/problem.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import { dropLeaveCookie, readLeave } from "#app/web/install-leave.server.ts";
import { paths } from "#app/web/paths.ts";

/** "I saved the file": from now on this installation cannot be repeated, and the browser's leave ends (D5). */
export const action = publicAction({}, async ({ request, context, now }) => {
  const installationId = await readLeave(request, context);
  if (installationId === null) throw new Problem("install.leave-unknown");
  await markSaved(context.office, { installationId, now });
  return data({ saved: true }, { headers: { "Set-Cookie": await dropLeaveCookie(context) } });
});

/** Whoever comes here by hand wants the page itself. */
export const loader = publicLoader({}, async () => redirect(paths.install()));
