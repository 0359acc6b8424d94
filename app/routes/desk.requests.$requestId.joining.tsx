import { redirect } from "@remix-run/node";
import { z } from "zod";

import { joinRequests } from "#app/domain/requests/join.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

const Several = z.union([z.uuid().transform((one) => [one]), z.array(z.uuid()).min(1).max(20)], "request.none-chosen");
const Input = z.object({ version: z.coerce.number().int(), others: Several });

/** Answers the same form that was sent several times once: `joinRequests`. */
export const action = staffAction({ can: "request:decide", params: CaseParams, input: Input }, async ({ input, params, request, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  await inTurn({ db, t, language, actor }, requestId, () => joinRequests(context.office, { requestId, ...input, by: actor, now }));
  return redirect(caseAddress(requestId, placeOf(request)), 303);
});

export default function Joining() {
  return <CaseActs {...useCase()} />;
}
