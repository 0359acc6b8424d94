import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { makeBatch } from "#app/domain/print-room/batches.ts";
import { isProblem } from "#app/domain/problem.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { KeyId } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

/** Puts what waits for one key into a batch: `makeBatch`. When a colleague was first, the tray shows that it is empty. */
export const action = staffAction({ can: "letter:print", input: z.object({ keyId: KeyId.optional() }) }, async ({ input, context, actor, now }) => {
  try {
    const number = await makeBatch(context.office, { ...input, by: actor, now });
    return redirect(`${paths.printRoom()}/batches/${number}`, 303);
  } catch (problem) {
    if (isProblem(problem, "letter.none-waiting")) return redirect(paths.printRoom(), 303);
    throw problem;
  }
});

/** No batch is made by looking: who comes here by hand goes to the tray. */
export const loader = staffLoader({ can: "letter:print" }, async ({ request }) => (cameByHand(request) ? redirect(paths.printRoom()) : null));

export default function NewBatch() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
