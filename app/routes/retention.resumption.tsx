import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";

import { resumeRetention } from "#app/domain/retention/run.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";

/** Lets the clearing go on: `resumeRetention`. */
export const action = staffAction({ can: "retention:halt" }, async ({ context, actor, now }) => {
  await resumeRetention(context.office, { by: actor, now });
  return redirect(paths.retention(), 303);
});

export default function Resumed() {
  const answer: unknown = useActionData();
  return <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />;
}
