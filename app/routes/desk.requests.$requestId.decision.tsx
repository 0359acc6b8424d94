import { redirect } from "@remix-run/node";
import { z } from "zod";

import { approveRequest, rejectRequest } from "#app/domain/requests/decide.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

const Deciding = { version: z.coerce.number().int(), note: z.string().max(1000).default("") };
const DecisionForm = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("approve"), ...Deciding }),
  z.object({ outcome: z.literal("reject"), ...Deciding, reasonCode: z.string().min(1, "request.reason-missing").max(60) }),
]);

/** Approves, or rejects with a reason from the list (P6): `approveRequest`, `rejectRequest`. Nothing is sent before the seconds to undo have passed. */
export const action = staffAction({ can: "request:decide", params: CaseParams, input: DecisionForm }, async ({ input, params, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  const { version, note } = input;
  const deciding = { requestId, version, note, by: actor, now };
  await inTurn({ db, t, language }, requestId, () =>
    input.outcome === "approve" ? approveRequest(context.office, deciding) : rejectRequest(context.office, { ...deciding, reasonCode: input.reasonCode }),
  );
  return redirect(paths.request(requestId), 303);
});

export default function Decision() {
  return <CaseActs {...useCase()} />;
}
