import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { takeOverBatch } from "#app/domain/print-room/take-over.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { BatchParams } from "#app/web/params.ts";
import { isActionProblem } from "#app/web/problems.ts";

/** Takes over what a colleague has in hand, with the reason: `takeOverBatch`. */
export const action = staffAction({ can: "letter:print", params: BatchParams, input: z.object({ reason: z.string().trim().min(1, "request.reason-missing").max(500) }) }, async ({ input, params, context, actor, now }) => {
  await takeOverBatch(context.office, { batch: params.number, reason: input.reason, by: actor, now });
  return { takenOver: true as const };
});

/** Without scripts the batch's own page comes back, with what was wrong above it. */
export default function TakenOverBatch() {
  const answer: unknown = useActionData();
  return <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />;
}
