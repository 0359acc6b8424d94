import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { proposeMove } from "#app/domain/customers/moves/propose.ts";
import { Moves } from "#app/ui/customers/moves.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { showMoves } from "#app/web/moves.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { typedDay } from "#app/web/typed-day.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["moves"] };
export const meta = pageMeta;

const Search = z.object({ done: z.enum(["proposed", "approved", "refused", "withdrawn"]).optional().catch(undefined) });

/** AGB codes that go to another enterprise. */
export const loader = staffLoader({ can: "practice:move", input: Search }, async ({ input, actor, db, now, t }) => ({ ...(await showMoves({ db, actor, now, t })), done: input.done ?? null }));

const Proposal = z.object({
  agbCode: z.string().trim().regex(/^[0-9]{8}$/, "move.code-unknown"),
  toKvk: z.string().trim().regex(/^[0-9]{8}$/, "move.enterprise-unknown"),
  movesOn: typedDay(z.iso.date("field.day")),
  reason: z.string().trim().min(1, "request.reason-missing").max(1000),
});

/** Proposes one: `proposeMove`. */
export const action = staffAction({ can: "practice:move", input: Proposal }, async ({ input, context, actor, now }) => {
  await proposeMove(context.office, { ...input, by: actor, now });
  return redirect(`${paths.moves()}?done=proposed`, 303);
});

export default function MovesPage() {
  const { done, ...shown } = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <Moves shown={shown} format={useFormat()} problem={isActionProblem(answer) ? answer.problem : null} done={done} />
    </StaffLayout>
  );
}
