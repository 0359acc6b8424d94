import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { haltRetention } from "#app/domain/retention/run.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";

/** Stops the clearing: `haltRetention`. */
export const action = staffAction({ can: "retention:halt", input: z.object({ reason: z.string().trim().min(1, "retention.reason").max(500) }) }, async ({ input: { reason }, context, actor, now }) => {
  await haltRetention(context.office, { by: actor, reason, now });
  return redirect(paths.retention(), 303);
});

export default function Halted() {
  const answer: unknown = useActionData();
  return <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />;
}
