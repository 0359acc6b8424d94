import { useActionData, useOutletContext, useSearchParams } from "@remix-run/react";

import type { BulkScreen } from "./bulk.server.ts";
import { paths } from "./paths.ts";
import { isActionProblem } from "./problems.ts";
import { useFormat } from "./use-format.ts";

/** What the acts of a bulk run are drawn from. Each is an address below that of the run, so that a refused one comes back inside the same page. */
export function useBulk() {
  const screen = useOutletContext<BulkScreen>();
  const answer: unknown = useActionData();
  const [search] = useSearchParams();
  const taken = search.get("taken");
  return {
    screen,
    problem: isActionProblem(answer) ? answer.problem : null,
    format: useFormat(),
    /** How many decisions were just taken back. */
    taken: taken !== null && /^[0-9]{1,5}$/.test(taken) ? Number(taken) : null,
    /** Somebody wants to choose another act than the one that was planned. */
    isChoosing: search.get("choose") === "yes",
    path: (act: string) => `${paths.bulkRun(screen.id)}/${act}`,
    here: paths.bulkRun(screen.id),
  };
}
