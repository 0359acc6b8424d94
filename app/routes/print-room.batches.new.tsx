import { redirect } from "@remix-run/node";

import { makeBatch } from "#app/domain/print-room/batches.ts";
import { isProblem } from "#app/domain/problem.ts";
import { staffAction } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";

/** Puts what waits into a batch: `makeBatch`. When a colleague was first, the tray shows that it is empty. */
export const action = staffAction({ can: "letter:print" }, async ({ context, actor, now }) => {
  try {
    const number = await makeBatch(context.office, { by: actor, now });
    return redirect(`${paths.printRoom()}/batches/${number}`, 303);
  } catch (problem) {
    if (isProblem(problem, "letter.none-waiting")) return redirect(paths.printRoom(), 303);
    throw problem;
  }
});
