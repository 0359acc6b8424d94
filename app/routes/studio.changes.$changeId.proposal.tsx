import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { proposeChange } from "#app/domain/definitions/changes/propose.ts";
import { dayBegins } from "#app/domain/deadlines/calendar.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { ChangeParams, Revision } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

const Proposal = z.object({
  revision: Revision,
  reason: z.string().trim().min(1, "change.reason").max(1000, "change.reason"),
  from: z.union([z.literal("").transform(() => null), z.iso.date("change.from")]).default(null),
});

/** Puts it before a colleague, to be published at once or from a day on: `proposeChange`. */
export const action = staffAction({ can: "definition:edit", params: ChangeParams, input: Proposal }, async ({ params, input, actor, db, now, context }) => {
  const publishFrom = input.from === null ? null : dayBegins(input.from);
  await proposeChange(db, { id: params.changeId, revision: input.revision, reason: input.reason, publishFrom, texts: context.office.texts, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioChange(params.changeId), 303);
});

/** Nothing is proposed by looking: who comes here by hand goes to the change. */
export const loader = staffLoader({ can: "definition:edit", params: ChangeParams }, async ({ request, params }) => (cameByHand(request) ? redirect(paths.studioChange(params.changeId)) : null));

export default function Proposed() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
