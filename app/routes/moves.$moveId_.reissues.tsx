import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { completeReissue } from "#app/domain/customers/moves/reissue.ts";
import { Moves } from "#app/ui/customers/moves.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { showMoves } from "#app/web/moves.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["moves"] };
export const meta = pageMeta;

/** The same page, for whoever comes back here because it could not be done. */
export const loader = staffLoader({ can: "practice:move" }, async ({ actor, db, now, t }) => showMoves({ db, actor, now, t }));

/** Says that a certificate of an account that moved was issued again, or need not be: `completeReissue`. */
export const action = staffAction({ can: "task:complete", params: z.object({ moveId: z.uuid() }), input: z.object({ task: z.uuid("task.unknown") }) }, async ({ params, input, context, actor, now }) => {
  await completeReissue(context.office, { moveId: params.moveId, taskId: input.task, by: actor, now });
  return redirect(paths.moves(), 303);
});

export default function TickOffReissue() {
  const shown = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <Moves shown={shown} format={useFormat()} problem={isActionProblem(answer) ? answer.problem : null} />
    </StaffLayout>
  );
}
