import { redirect } from "@remix-run/node";
import { z } from "zod";

import { answerByPhone } from "#app/domain/requests/phone.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

const Input = z.object({ version: z.coerce.number().int(), answer: z.string().trim().min(1, "request.answer-missing").max(4000) });

/** Writes down what the applicant answered by phone: `answerByPhone`. */
export const action = staffAction({ can: "request:ask", params: CaseParams, input: Input }, async ({ input, params, request, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  await inTurn({ db, t, language, actor }, requestId, () => answerByPhone(context.office, { requestId, ...input, by: actor, now }));
  return redirect(caseAddress(requestId, placeOf(request)), 303);
});

export default function PhoneAnswer() {
  return <CaseActs {...useCase()} />;
}
