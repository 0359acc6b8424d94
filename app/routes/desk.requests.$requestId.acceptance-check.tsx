import { redirect } from "@remix-run/node";
import { z } from "zod";

import { confirmRuling } from "#app/domain/identification/rule.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

/** A second person agrees with the acceptance, or does not (P5): `confirmRuling`. */
export const action = staffAction({ can: "identification:second-check", params: CaseParams, input: z.object({ agree: z.enum(["yes", "no"]), note: z.string().max(1000).default("") }) }, async ({ input, params, request, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  await inTurn({ db, t, language, actor }, requestId, () => confirmRuling(context.office, { requestId, agree: input.agree === "yes", note: input.note, by: actor, now }));
  return redirect(caseAddress(requestId, placeOf(request)), 303);
});

export default function AcceptanceCheck() {
  return <CaseActs {...useCase()} />;
}
