import { useActionData, useOutletContext } from "@remix-run/react";

import type { CaseScreen } from "./desk.server.ts";
import { paths } from "./paths.ts";
import { isActionProblem } from "./problems.ts";
import { useFormat } from "./use-format.ts";

/**
 * What the part of the request screen with the acts is drawn from. Each act is an address below that of the request, so that a refused
 * one comes back inside the same screen, with or without scripts, and with what was typed.
 */
export function useCase() {
  const screen = useOutletContext<CaseScreen>();
  const answer: unknown = useActionData();
  return {
    screen,
    problem: isActionProblem(answer) ? answer.problem : null,
    format: useFormat(),
    next: `${paths.desk()}/next`,
    path: (act: string) => `${paths.request(screen.id)}/${act}`,
  };
}
