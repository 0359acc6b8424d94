import { redirect } from "@remix-run/node";
import { z } from "zod";

import { takeOverRequest } from "#app/domain/requests/claim.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

/** Takes over what a colleague has in hand, with the reason: `takeOverRequest`. */
export const action = staffAction({ can: "request:take-over", params: CaseParams, input: z.object({ reason: z.string().trim().min(1, "request.reason-missing").max(500) }) }, async ({ input, params, request, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  await inTurn({ db, t, language, actor }, requestId, () => takeOverRequest(context.office, { requestId, reason: input.reason, by: actor, now }));
  return redirect(caseAddress(requestId, placeOf(request)), 303);
});

export default function TakeOver() {
  return <CaseActs {...useCase()} />;
}
