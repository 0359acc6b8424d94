import { redirect } from "@remix-run/node";
import { z } from "zod";

import { daysLater } from "#app/domain/deadlines/clock.ts";
import { askAgain } from "#app/domain/identification/rule.ts";
import { requestPolicy } from "#app/domain/requests/policy.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

/** Asks the same people once more, with new links: `askAgain`. */
export const action = staffAction({ can: "identification:judge", params: CaseParams, input: z.object({ note: z.string().trim().min(1, "request.note-missing").max(1000) }) }, async ({ input, params, request, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  const days = await requestPolicy(db, requestId, "identification.linkDays", now);
  await inTurn({ db, t, language, actor }, requestId, () => askAgain(context.office, { requestId, note: input.note, by: actor, now, expiresAt: daysLater(now, days) }));
  return redirect(caseAddress(requestId, placeOf(request)), 303);
});

export default function Repetition() {
  return <CaseActs {...useCase()} />;
}
