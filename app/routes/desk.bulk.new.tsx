import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { selectForBulk } from "#app/domain/requests/bulk/select.ts";
import { readDeskList } from "#app/domain/requests/desk-list.ts";
import { everyRequest } from "#app/domain/requests/export.ts";
import { narrowingOf } from "#app/domain/requests/narrow.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

/** The list, as its address has it, and what of it. */
const Form = z.looseObject({
  /** Everything that the list stands for, and not only what is ticked on the page. */
  all: z.literal("yes").optional().catch(undefined),
  request: z.union([z.uuid().transform((id) => [id]), z.array(z.uuid()).max(500)]).default([]),
});

/** Writes down which requests somebody wants to do something with: those that are ticked, or all that the list stands for: `selectForBulk`. */
export const action = staffAction({ can: "request:bulk", input: Form }, async ({ input, context, actor, now, db }) => {
  const { all, request, ...search } = input;
  const { view, text, filter, sort } = readDeskList(search);
  const batches = all ? everyRequest(db, { view: view ?? "all", text, sort, narrowing: await narrowingOf(db, filter, now), by: actor }) : [request.map((id) => ({ id }))];
  const runId = await selectForBulk(context.office, { source: all ? "list" : "rows", batches, by: actor, now });
  return redirect(paths.bulkRun(runId), 303);
});

/** Nothing is selected by looking: who comes here by hand goes to the list. */
export const loader = staffLoader({ can: "request:bulk" }, async ({ request }) => (cameByHand(request) ? redirect(paths.desk()) : null));

export default function NewSelection() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
