import { redirect } from "@remix-run/node";
import { z } from "zod";

import { askInformation } from "#app/domain/requests/ask.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { openNext } from "#app/web/next.server.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

const QuestionForm = z.object({ version: z.coerce.number().int(), question: z.string().trim().min(1, "request.question-missing").max(2000), about: z.string().max(200, "request.question-about").optional(), goOn: z.literal("yes").optional().catch(undefined) });

/** Asks the applicant before deciding; the clock of the review stands still (D9): `askInformation`. */
export const action = staffAction({ can: "request:ask", params: CaseParams, input: QuestionForm }, async ({ input, params, request, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  const { goOn, ...asked } = input;
  await inTurn({ db, t, language, actor }, requestId, () => askInformation(context.office, { requestId, ...asked, by: actor, now }));
  const place = placeOf(request);
  return redirect(goOn ? await openNext({ db, office: context.office, actor, now }, place) : caseAddress(requestId, place), 303);
});

export default function QuestionAsked() {
  return <CaseActs {...useCase()} />;
}
