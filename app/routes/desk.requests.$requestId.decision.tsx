import { redirect } from "@remix-run/node";
import { z } from "zod";

import { approveRequest, rejectRequest } from "#app/domain/requests/decide.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { openNext } from "#app/web/next.server.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

const Deciding = { version: z.coerce.number().int(), note: z.string().max(1000).default(""), goOn: z.literal("yes").optional().catch(undefined) };
const DecisionForm = z.discriminatedUnion(
  "outcome",
  [
    /** Of several people, who is not approved and why; nothing for who is. */
    z.object({ outcome: z.literal("approve"), ...Deciding, refused: z.record(z.string().regex(/^[1-9][0-9]{0,3}$/), z.string().max(60)).default({}) }),
    z.object({ outcome: z.literal("reject"), ...Deciding, reasonCode: z.string().min(1, "request.reason-missing").max(60) }),
    /** Enter comes here, whatever was chosen. */
    z.object({ outcome: z.literal("ask") }),
  ],
  { error: "request.outcome-missing" },
);

/** Approves, or rejects with a reason from the list (P6): `approveRequest`, `rejectRequest`. Nothing is sent before the seconds to undo have passed; meanwhile the next may open. */
export const action = staffAction({ can: "request:decide", params: CaseParams, input: DecisionForm }, async ({ input, params, request, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  if (input.outcome === "ask") return redirect(caseAddress(requestId, placeOf(request), "question"), 307);
  const { version, note } = input;
  const deciding = { requestId, version, note, by: actor, now };
  await inTurn({ db, t, language, actor }, requestId, () =>
    input.outcome === "approve" ? approveRequest(context.office, { ...deciding, refused: refusalsIn(input.refused) }) : rejectRequest(context.office, { ...deciding, reasonCode: input.reasonCode }),
  );
  const place = placeOf(request);
  return redirect(input.goOn ? await openNext({ db, office: context.office, actor, now }, place, requestId) : caseAddress(requestId, place), 303);
});

function refusalsIn(refused: Readonly<Record<string, string>>): ReadonlyMap<number, string> {
  return new Map(Object.entries(refused).filter(([, reason]) => reason !== "").map(([position, reason]) => [Number(position), reason]));
}

export default function Decision() {
  return <CaseActs {...useCase()} />;
}
