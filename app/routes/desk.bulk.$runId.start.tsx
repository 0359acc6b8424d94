import { redirect } from "@remix-run/node";
import { z } from "zod";

import { startBulk } from "#app/domain/requests/bulk/plan.ts";
import { BulkActs } from "#app/ui/desk/bulk/acts.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { BulkParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useBulk } from "#app/web/use-bulk.ts";

/** Lets what was shown happen: `startBulk`. The permission of the single act was asked when it was planned, and is asked again with each request. */
export const action = staffAction({ can: "request:bulk", params: BulkParams, input: z.object({ plan: z.coerce.number().int() }) }, async ({ input, params, context, actor, now }) => {
  await startBulk(context.office, { runId: params.runId, plan: input.plan, by: actor, now });
  return redirect(paths.bulkRun(params.runId), 303);
});

export default function Started() {
  return <BulkActs {...useBulk()} />;
}
