import { redirect } from "@remix-run/node";
import { z } from "zod";

import { partRequest } from "#app/domain/requests/join.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

const Input = z.object({ note: z.string().trim().min(1, "request.note-missing").max(1000) });

/** Lets a joined request go its own way again: `partRequest`. */
export const action = staffAction({ can: "request:decide", params: CaseParams, input: Input }, async ({ input, params, request, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  await inTurn({ db, t, language, actor }, requestId, () => partRequest(context.office, { requestId, note: input.note, by: actor, now }));
  return redirect(caseAddress(requestId, placeOf(request)), 303);
});

export default function Parting() {
  return <CaseActs {...useCase()} />;
}
