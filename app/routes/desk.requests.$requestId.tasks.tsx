import { redirect } from "@remix-run/node";
import { z } from "zod";

import { completeTask } from "#app/domain/effects/tasks.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

const Input = z.object({ task: z.uuid("task.unknown"), note: z.string().trim().max(1000).optional() });

/** Says that something was done by hand: `completeTask`. */
export const action = staffAction({ can: "task:complete", params: CaseParams, input: Input }, async ({ input, params, request, context, actor, now }) => {
  const { requestId } = params;
  await completeTask(context.office, { requestId, taskId: input.task, ...(input.note && { note: input.note }), by: actor, now });
  return redirect(`${caseAddress(requestId, placeOf(request))}#tasks`, 303);
});

export default function Tasked() {
  return <CaseActs {...useCase()} />;
}
