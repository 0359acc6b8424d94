import { redirect } from "@remix-run/node";

import { takeBackBulk } from "#app/domain/requests/bulk/stop.ts";
import { BulkActs } from "#app/ui/desk/bulk/acts.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { BulkParams } from "#app/web/params.ts";
import { addressWith, paths } from "#app/web/paths.ts";
import { useBulk } from "#app/web/use-bulk.ts";

/** Takes back every decision of a run that has not left the house: `takeBackBulk`. */
export const action = staffAction({ can: "request:decide", params: BulkParams }, async ({ params, context, actor, now }) => {
  const count = await takeBackBulk(context.office, { runId: params.runId, by: actor, now });
  return redirect(addressWith(paths.bulkRun(params.runId), { taken: String(count) }), 303);
});

export default function TakenBack() {
  return <BulkActs {...useBulk()} />;
}
