import { redirect } from "@remix-run/node";
import { z } from "zod";

import { proposeChange } from "#app/domain/definitions/changes/propose.ts";
import { dayBegins } from "#app/domain/deadlines/calendar.ts";
import { ChangeActs } from "#app/ui/studio/change-acts.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { ChangeParams, Revision } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { typedDay } from "#app/web/typed-day.ts";
import { useChange } from "#app/web/use-change.ts";

const Proposal = z.object({
  revision: Revision,
  reason: z.string().trim().min(1, "change.reason").max(1000, "change.reason"),
  from: typedDay(z.union([z.literal(""), z.iso.date("change.from")]).default("")),
});

/** Puts it before a colleague, to be published at once or from a day on: `proposeChange`. */
export const action = staffAction({ can: "definition:edit", params: ChangeParams, input: Proposal }, async ({ params, input, actor, db, now, context }) => {
  const publishFrom = input.from === "" ? null : dayBegins(input.from);
  await proposeChange(db, { id: params.changeId, revision: input.revision, reason: input.reason, publishFrom, texts: context.office.texts, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioChange(params.changeId), 303);
});

export default function Proposed() {
  return <ChangeActs {...useChange()} />;
}
