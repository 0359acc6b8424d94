import { redirect } from "@remix-run/node";
import { z } from "zod";

import { secondApprove, secondReturn } from "#app/domain/requests/decide.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

const SecondCheckForm = z.object({ outcome: z.enum(["approve", "return"]), version: z.coerce.number().int(), note: z.string().max(1000).default("") });

/** The second pair of eyes agrees, or sends it back with a note (D15, P5): `secondApprove`, `secondReturn`. */
export const action = staffAction({ can: "request:second-check", params: CaseParams, input: SecondCheckForm }, async ({ input, params, request, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  const checking = { requestId, version: input.version, note: input.note, by: actor, now };
  await inTurn({ db, t, language, actor }, requestId, () =>
    input.outcome === "approve" ? secondApprove(context.office, checking) : secondReturn(context.office, checking),
  );
  return redirect(caseAddress(requestId, placeOf(request)), 303);
});

export default function SecondCheck() {
  return <CaseActs {...useCase()} />;
}
