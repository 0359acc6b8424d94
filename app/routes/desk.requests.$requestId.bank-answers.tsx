import { useActionData } from "@remix-run/react";

import { openSealedAnswers } from "#app/domain/identification/rule.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { compareSides } from "#app/web/compare.server.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

/**
 * Shows what the bank said beside what we know: only when somebody asks, never on merely opening the page, for each look is in the
 * trail (D25). The answer stands in this one response and is gone with the page.
 */
export const action = staffAction({ can: "identification:judge", params: CaseParams }, async ({ params, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  const secret = context.office.secrets.identification;
  const sealed = await inTurn({ db, t, language, actor }, requestId, () => openSealedAnswers(context.office, { requestId, secret, by: actor, now }));
  return { compared: sealed.map((one) => compareSides(one, language, t)) };
});

export default function BankAnswers() {
  const answer = useActionData<typeof action>();
  return <CaseActs {...useCase()} compared={answer && "compared" in answer ? answer.compared : null} />;
}
