import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { inTrail } from "#app/domain/access/in-trail.ts";
import { tryAgain } from "#app/domain/jobs/stuck.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";

/** Tries a stuck task once more: `tryAgain`. */
export const action = staffAction({ can: "job:resume", params: z.object({ jobId: z.uuid() }) }, async ({ params, context, actor, now }) => {
  await context.office.db.transaction((tx) => tryAgain(tx, { id: params.jobId, by: inTrail(actor), now }));
  return redirect(paths.jobs(), 303);
});

export default function TriedJob() {
  const answer: unknown = useActionData();
  return <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />;
}
