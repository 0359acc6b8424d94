import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { closeReturn } from "#app/domain/print-room/returns.ts";
import { ReturnedPost } from "#app/ui/print-room/returned-post.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { showReturnedPost } from "#app/web/returned-post.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["returned-post"] };
export const meta = pageMeta;

/** The same page, for whoever comes back here because something was missing. */
export const loader = staffLoader({ can: "letter:renew" }, async ({ actor, db, now, t }) => showReturnedPost({ db, actor, now, t }));

const Closing = z.object({ outcome: z.enum(["sent-again", "ended"]), note: z.string().trim().min(1, "request.note-missing").max(1000) });

/** Deals with a letter that came back: `closeReturn`. */
export const action = staffAction({ can: "letter:renew", params: z.object({ returnId: z.uuid() }), input: Closing }, async ({ params, input, context, actor, now }) => {
  const { state } = await closeReturn(context.office, { id: params.returnId, ...input, by: actor, now });
  return redirect(`${paths.returnedPost()}?closed=${state === "proposed" ? state : input.outcome}`, 303);
});

export default function CloseReturn() {
  const shown = useLoaderData<typeof loader>();
  const format = useFormat();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <ReturnedPost shown={shown} format={format} problem={isActionProblem(answer) ? answer.problem : null} />
    </StaffLayout>
  );
}
