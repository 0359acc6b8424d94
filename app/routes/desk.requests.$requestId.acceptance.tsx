import { redirect } from "@remix-run/node";
import { z } from "zod";

import { proposeAcceptance } from "#app/domain/identification/rule.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

/** The desk believes that it is the same person; a colleague confirms (D15): `proposeAcceptance`. */
export const action = staffAction({ can: "identification:judge", params: CaseParams, input: z.object({ note: z.string().trim().min(1, "request.note-missing").max(1000) }) }, async ({ input, params, request, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  await inTurn({ db, t, language, actor }, requestId, () => proposeAcceptance(context.office, { requestId, note: input.note, by: actor, now }));
  return redirect(caseAddress(requestId, placeOf(request)), 303);
});

export default function Acceptance() {
  return <CaseActs {...useCase()} />;
}
