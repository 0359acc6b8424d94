import { useActionData, useOutletContext } from "@remix-run/react";

import type { IntakeShown } from "./intake.server.ts";
import { isActionProblem } from "./problems.ts";
import { useFormat } from "./use-format.ts";

/** What the part with the form is drawn from: each act is an address below that of what came in, so that a refused one comes back in the same page. */
export function useIntake() {
  const screen = useOutletContext<IntakeShown>();
  const answer: unknown = useActionData();
  const own = typeof answer === "object" && answer !== null && "warnings" in answer ? (answer as { warnings: readonly string[]; version: number }) : null;
  return { screen, problem: isActionProblem(answer) ? answer.problem : null, warnings: own?.warnings ?? [], saved: own?.version ?? null, format: useFormat() };
}
