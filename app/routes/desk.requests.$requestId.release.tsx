import { redirect } from "@remix-run/node";

import { releaseRequest } from "#app/domain/requests/claim.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

/** Puts it back for a colleague: `releaseRequest`. */
export const action = staffAction({ can: "request:claim", params: CaseParams }, async ({ params, request, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  await inTurn({ db, t, language, actor }, requestId, () => releaseRequest(context.office, { requestId, by: actor, now }));
  return redirect(caseAddress(requestId, placeOf(request)), 303);
});

export default function Release() {
  return <CaseActs {...useCase()} />;
}
