import { redirect } from "@remix-run/node";
import { z } from "zod";

import { giveUpTask } from "#app/domain/effects/give-up.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

const Input = z.object({ task: z.uuid("task.unknown"), why: z.string().trim().max(1000).default("") });

/** Says that something cannot be done by hand, and takes the request back to the desk: `giveUpTask`. */
export const action = staffAction({ can: "task:complete", params: CaseParams, input: Input }, async ({ input, params, request, context, actor, now }) => {
  const { requestId } = params;
  await giveUpTask(context.office, { requestId, taskId: input.task, note: input.why, by: actor, now });
  return redirect(caseAddress(requestId, placeOf(request)), 303);
});

export default function Returned() {
  return <CaseActs {...useCase()} />;
}
