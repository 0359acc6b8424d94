import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { saveEntry } from "#app/domain/definitions/changes/entries.ts";
import { LARGEST_CONTENT, parseContent } from "#app/domain/definitions/schema/content.ts";
import { Problem } from "#app/domain/problem.ts";
import { EntryPage } from "#app/ui/studio/entry-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { EntryParams, Revision } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { showEntry } from "#app/web/studio.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["studio"] };
export const meta = pageMeta;

/** One definition in a change, with what is wrong with it and how it differs from what is published. */
export const loader = staffLoader({ can: "definition:read", params: EntryParams, input: z.object({ saved: z.literal("yes").optional().catch(undefined) }) }, async ({ params: { changeId, kind, key }, input, actor, db, now, t, language, context }) => {
  const shown = await showEntry({ db, actor, now, t, language, texts: context.office.texts }, changeId, kind, key);
  if (!shown) throw new Problem("page.not-found");
  return { title: shown.entry.title, saved: input.saved === "yes", changeId, ...shown };
});

/** Saves what somebody made of it; what is not sound is kept and told, what is no JSON is told with its line: `saveEntry`. */
export const action = staffAction({ can: "definition:edit", params: EntryParams, input: z.object({ revision: Revision, content: z.string() }), largest: 3 * LARGEST_CONTENT }, async ({ params, input, actor, db, now, context }) => {
  const { changeId, kind, key } = params;
  await saveEntry(db, { changeId, kind, key, content: parseContent(input.content), revision: input.revision, by: actor, now, correlationId: context.correlationId });
  return redirect(`${paths.studioEntry(changeId, kind, key)}?saved=yes`, 303);
});

export default function Entry() {
  const { title: _title, changeId, ...shown } = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <EntryPage {...shown} problem={isActionProblem(answer) ? answer.problem : null} changePath={paths.studioChange(changeId)} path={(act) => `${shown.entry.path}/${act}`} format={useFormat()} />
    </StaffLayout>
  );
}
