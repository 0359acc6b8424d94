import { redirect } from "@remix-run/node";
import { z } from "zod";

import { BULK_ACTS } from "#app/domain/requests/bulk/acts.ts";
import { planBulk } from "#app/domain/requests/bulk/plan.ts";
import { BulkActs } from "#app/ui/desk/bulk/acts.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { BulkParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useBulk } from "#app/web/use-bulk.ts";

const PlanForm = z.object({
  act: z.enum(BULK_ACTS),
  reasonCode: z.string().max(60).default(""),
  question: z.string().max(2000).default(""),
  note: z.string().max(2000).default(""),
});

/** Says who takes part in an act, and who does not and why, before anything happens: `planBulk`. */
export const action = staffAction({ can: "request:bulk", params: BulkParams, input: PlanForm }, async ({ input, params, context, actor, now }) => {
  const { act, reasonCode, question, note } = input;
  await planBulk(context.office, { runId: params.runId, act, reasonCode, text: act === "ask" ? question : note, by: actor, now });
  return redirect(paths.bulkRun(params.runId), 303);
});

export default function Planned() {
  return <BulkActs {...useBulk()} />;
}
