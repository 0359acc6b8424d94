import { redirect } from "@remix-run/node";

import { cancelBulk } from "#app/domain/requests/bulk/stop.ts";
import { BulkActs } from "#app/ui/desk/bulk/acts.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { BulkParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useBulk } from "#app/web/use-bulk.ts";

/** Stops a run: what is done stays done, the rest is not touched: `cancelBulk`. */
export const action = staffAction({ can: "request:bulk", params: BulkParams }, async ({ params, context, actor, now }) => {
  await cancelBulk(context.office, { runId: params.runId, by: actor, now });
  return redirect(paths.bulkRun(params.runId), 303);
});

export default function Cancelled() {
  return <BulkActs {...useBulk()} />;
}
