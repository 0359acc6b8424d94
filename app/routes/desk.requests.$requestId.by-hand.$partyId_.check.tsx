import { redirect } from "@remix-run/node";
import { z } from "zod";

import { checkByHand } from "#app/domain/identification/by-hand.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CasePartyParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests", "by-hand"] };

const Check = z.object({ byHandId: z.uuid(), agree: z.enum(["yes", "no"]), checkNote: z.string().max(1000).default("") });

/** A second person agrees with what a colleague entered by hand, or does not (D15, D26): `checkByHand`. */
export const action = staffAction({ can: "identification:second-check", params: CasePartyParams, input: Check }, async ({ input, params, request, context, actor, now, db, t, language }) => {
  const { requestId, partyId } = params;
  const check = { requestId, partyId, byHandId: input.byHandId, agree: input.agree === "yes", note: input.checkNote, by: actor, now };
  await inTurn({ db, t, language, actor }, requestId, () => checkByHand(context.office, check));
  return redirect(caseAddress(requestId, placeOf(request)), 303);
});

export default function CheckByHand() {
  return <CaseActs {...useCase()} />;
}
