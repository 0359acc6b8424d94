import { useActionData, useOutletContext } from "@remix-run/react";

import { paths } from "./paths.ts";
import { isActionProblem } from "./problems.ts";
import type { ChangeScreen } from "./studio.server.ts";
import { useFormat } from "./use-format.ts";

/** What the acts of a change are drawn from. Each is an address below that of the change, so that a refused one comes back inside the same page with what was typed. */
export function useChange() {
  const change = useOutletContext<ChangeScreen>();
  const answer: unknown = useActionData();
  return {
    change,
    problem: isActionProblem(answer) ? answer.problem : null,
    format: useFormat(),
    path: (act: string) => `${paths.studioChange(change.id)}/${act}`,
  };
}
