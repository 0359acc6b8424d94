import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { proposeChange } from "#app/domain/definitions/changes/propose.ts";
import { dayBegins } from "#app/domain/deadlines/calendar.ts";
import { DEFINITION_KINDS } from "#app/domain/definitions/kinds.ts";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { ChangePage } from "#app/ui/studio/change-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { ChangeParams, Revision } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { showChange } from "#app/web/studio.server.ts";
import { typedDay } from "#app/web/typed-day.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["studio"] };
export const meta = pageMeta;

const Proposal = z.object({
  revision: Revision,
  reason: z.string().trim().min(1, "change.reason").max(1000, "change.reason"),
  from: typedDay(z.union([z.literal(""), z.iso.date()], "change.from").default("")),
});

/** Puts it before a colleague, to be published at once or from a day on: `proposeChange`. */
export const action = staffAction({ can: "definition:edit", params: ChangeParams, input: Proposal }, async ({ params, input, actor, db, now, context }) => {
  const publishFrom = input.from === "" ? null : dayBegins(input.from);
  await proposeChange(db, { id: params.changeId, revision: input.revision, reason: input.reason, publishFrom, texts: context.office.texts, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioChange(params.changeId), 303);
});

/** The change once more, for what was typed wrongly; who comes here by hand goes to the change. */
export const loader = staffLoader({ can: "definition:edit", params: ChangeParams }, async ({ request, params, actor, db, now, t, language, context }) => {
  if (cameByHand(request)) return redirect(paths.studioChange(params.changeId));
  const change = await showChange({ db, actor, now, t, language, texts: context.office.texts }, params.changeId);
  return { title: change.title, change, kinds: [...DEFINITION_KINDS] };
});

export default function Proposed() {
  const { change, kinds } = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <ChangePage change={change} acts={paths.studioChangeActs(change.id)} problem={isActionProblem(answer) ? answer.problem : null} studioPath={paths.studio()} kinds={kinds} format={useFormat()} />
    </StaffLayout>
  );
}
