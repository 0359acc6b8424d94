import { useActionData } from "@remix-run/react";

import { releaseBatch } from "#app/domain/print-room/batches.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { BatchParams } from "#app/web/params.ts";
import { isActionProblem } from "#app/web/problems.ts";

/** Hands the sealed letters to the browser of who made the batch, once (P11): `releaseBatch`. Only the print room's key opens them. */
export const action = staffAction({ can: "letter:print", params: BatchParams }, async ({ params, context, actor, now }) => ({
  letters: await releaseBatch(context.office, { batch: params.number, by: actor, now }),
}));

/** Without scripts the batch's own page comes back, with what was wrong above it. */
export default function ReleasedBatch() {
  const answer: unknown = useActionData();
  return <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />;
}
