import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { settleBatch } from "#app/domain/print-room/settle.ts";
import { Problem } from "#app/domain/problem.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { BatchParams } from "#app/web/params.ts";
import { isActionProblem } from "#app/web/problems.ts";

const Count = z.string().trim().min(1, "field.required").regex(/^[0-9]{1,4}$/, "field.whole-number").transform(Number);
const Settlement = z.object({
  /** Nothing is chosen beforehand: that letters were posted is something that somebody says. */
  outcome: z.enum(["all", "except", "none"], { error: "letter.outcome-missing" }),
  /** The letters that the page showed, and which of them went wrong. */
  letters: z.array(z.uuid()).max(1000),
  spoilt: z.array(z.uuid()).max(1000).default([]),
  counted: z.object({ posted: Count, spoilt: Count }),
});

/** What became of each letter, and how many envelopes were counted: both must say the same (P11): `settleBatch`. */
export const action = staffAction({ can: "letter:confirm", params: BatchParams, input: Settlement }, async ({ input, params, context, actor, now }) => {
  const { outcome, letters, counted } = input;
  const spoilt = outcome === "all" ? [] : outcome === "none" ? letters : letters.filter((id) => input.spoilt.includes(id));
  const posted = letters.filter((id) => !spoilt.includes(id));
  if (outcome === "except" && spoilt.length === 0) throw new Problem("letter.spoilt-missing", { field: "spoilt" });
  for (const [kind, chosen] of [["posted", posted], ["spoilt", spoilt]] as const) {
    const told = counted[kind];
    if (told !== chosen.length) throw new Problem(`letter.count-of-${kind}`, { told, chosen: chosen.length, field: `counted.${kind}` });
  }
  await settleBatch(context.office, { batch: params.number, posted, spoilt, by: actor, now });
  return { settled: true as const, posted };
});

/** Without scripts the batch's own page comes back, with what was wrong above it. */
export default function SettledBatch() {
  const answer: unknown = useActionData();
  return <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />;
}
