import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { Problem } from "#app/domain/problem.ts";
import { findRegistered } from "#app/domain/registers/endings.ts";
import { checkOne } from "#app/domain/registers/walk.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";

/** Looks up one registration now, for whoever has just corrected the register: `checkOne`. */
export const action = staffAction({ can: "register:check", params: z.object({ endingId: z.uuid() }) }, async ({ params, context, db, now }) => {
  const item = await findRegistered(db, params.endingId);
  if (!item) throw new Problem("register.ending-gone");
  await checkOne(context.office, { item, now });
  return redirect(`${paths.registerEndings()}?checked=yes`, 303);
});

export default function Checked() {
  const answer: unknown = useActionData();
  return <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />;
}
