import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { registerReturn, RETURN_REASONS } from "#app/domain/print-room/returns.ts";
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

const Search = z.object({
  letter: z.string().trim().min(1).max(40).optional().catch(undefined),
  registered: z.string().regex(/^B-\d{1,12}$/).optional().catch(undefined),
  closed: z.enum(["sent-again", "ended", "proposed"]).optional().catch(undefined),
});

/** The letters that came back (P11), and the one that somebody has in hand. */
export const loader = staffLoader({ can: "letter:return", input: Search }, async ({ input, actor, db, now, t }) => ({
  ...(await showReturnedPost({ db, actor, now, t, typed: input.letter ?? null })),
  registered: input.registered ?? null,
  closed: input.closed ?? null,
}));

const Registering = z.object({ reference: z.string().trim().min(1, "field.required").max(40), reason: z.enum(RETURN_REASONS, "field.choose") });

/** Registers a letter that came back: `registerReturn`. */
export const action = staffAction({ can: "letter:return", input: Registering }, async ({ input, context, actor, now }) => {
  const { reference } = await registerReturn(context.office, { ...input, by: actor, now });
  return redirect(`${paths.returnedPost()}?registered=${reference}`, 303);
});

export default function ReturnedPostPage() {
  const { registered, closed, ...shown } = useLoaderData<typeof loader>();
  const format = useFormat();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <ReturnedPost shown={shown} format={format} problem={isActionProblem(answer) ? answer.problem : null} registered={registered} closed={closed} />
    </StaffLayout>
  );
}
