import { useActionData, useOutletContext, useSearchParams } from "@remix-run/react";

import { caseAddress, CasePlace } from "./case-place.ts";
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
  const [search] = useSearchParams();
  const place = CasePlace.parse(Object.fromEntries(search));
  return {
    screen,
    problem: isActionProblem(answer) ? answer.problem : null,
    format: useFormat(),
    next: { action: paths.deskNext(), list: place.list },
    /** Whoever works a list off one by one goes on to the next. */
    goesOn: place.flow === "next",
    path: (act: string) => caseAddress(screen.id, place, act),
  };
}
