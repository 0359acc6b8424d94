import { redirect } from "@remix-run/node";

import { claimNext } from "#app/domain/requests/claim.ts";
import { staffAction } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";

/** Takes the most urgent request that nobody has in hand: `claimNext`. With none left, the queue says so. */
export const action = staffAction({ can: "request:claim" }, async ({ context, actor, now }) => {
  const next = await claimNext(context.office, { by: actor, now });
  return redirect(next ? paths.request(next.id) : `${paths.desk()}?view=unassigned&next=none`, 303);
});
