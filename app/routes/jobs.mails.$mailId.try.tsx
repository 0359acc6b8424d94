import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { retryMail } from "#app/domain/correspondence/send.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";

/** Sends a refused e-mail once more: `retryMail`. */
export const action = staffAction({ can: "job:resume", params: z.object({ mailId: z.uuid() }) }, async ({ actor, params, context, now }) => {
  await retryMail(context.office, { mailId: params.mailId, by: actor, now });
  return redirect(paths.jobs(), 303);
});

export default function TriedMail() {
  const answer: unknown = useActionData();
  return <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />;
}
