import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { isProblem } from "#app/domain/problem.ts";
import { selectForBulk } from "#app/domain/requests/bulk/select.ts";
import { readDeskList, writeDeskList } from "#app/domain/requests/desk-list.ts";
import { everyRequest } from "#app/domain/requests/export.ts";
import { narrowingOf } from "#app/domain/requests/narrow.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { DeskPlace } from "#app/web/desk-place.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { deskAddress, paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";
import { refusedAddress } from "#app/web/refused.server.ts";

/** The list, as its address has it, and what of it. */
const Form = z.looseObject({
  /** Everything that the list stands for, and not only what is ticked on the page. */
  all: z.literal("yes").optional().catch(undefined),
  /** Which page of the list is open, and what is ticked there: where somebody comes back to. */
  ...DeskPlace.shape,
  request: z.union([z.uuid().transform((id) => [id]), z.array(z.uuid()).max(500)]).default([]),
});

/**
 * Writes down which requests somebody wants to do something with: those that are ticked, or all that the list stands for: `selectForBulk`. With nothing
 * ticked, or too much, the list comes back as it was and says so.
 */
export const action = staffAction({ can: "request:bulk", input: Form }, async ({ input, context, actor, now, db }) => {
  const { all, request, cursor, picked, ...search } = input;
  const list = readDeskList(search);
  const { view, text, filter, sort } = list;
  const batches = all ? everyRequest(db, { view: view ?? "all", text, sort, narrowing: await narrowingOf(db, filter, now), by: actor }) : [request.map((id) => ({ id }))];
  const runId = await selectForBulk(context.office, { source: all ? "list" : "rows", batches, by: actor, now }).catch((refusal: unknown) => {
    if (!isProblem(refusal)) throw refusal;
    throw redirect(refusedAddress(deskAddress({ ...writeDeskList(list), cursor, picked }), refusal), 303);
  });
  return redirect(paths.bulkRun(runId), 303);
});

/** Nothing is selected by looking: who comes here by hand goes to the list. */
export const loader = staffLoader({ can: "request:bulk" }, async ({ request }) => (cameByHand(request) ? redirect(paths.desk()) : null));

export default function NewSelection() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
