import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { openLink, tokenOf } from "#app/domain/access/links.ts";
import { Problem } from "#app/domain/problem.ts";
import { beginAgain } from "#app/domain/requests/draft.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

/** The form once more, with what was filled in before (P6): `beginAgain`. */
export const action = publicAction(
  { params: z.object({ token: z.string() }), limit: { name: "draft.begin", points: 60, perSeconds: 3600 } },
  async ({ params, context, db, language, now }) => {
    const { link: secret } = context.office.secrets;
    const link = await openLink(db, secret, params.token, "status", now);
    if (!link.requestId) throw new Problem("link.unknown");
    const begun = await beginAgain(context.office, { requestId: link.requestId, language, now });
    const { pages } = await requestTypeOf(db, begun.draft);
    return redirect(`/draft/${tokenOf(secret, begun.link)}/${pages[0]?.id ?? "review"}`, 303);
  },
);

/** Nothing begins by looking: who comes here by hand goes to the request. */
export const loader = publicLoader({ params: z.object({ token: z.string() }) }, async ({ params, request }) => (cameByHand(request) ? redirect(paths.status(params.token)) : null));

export default function Again() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
