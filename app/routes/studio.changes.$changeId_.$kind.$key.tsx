import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";

import { saveEntry } from "#app/domain/definitions/changes/entries.ts";
import { parseContent } from "#app/domain/definitions/schema/content.ts";
import { Problem } from "#app/domain/problem.ts";
import { EntryPage } from "#app/ui/studio/entry-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { EntryForm, EntryParams, LARGEST_ENTRY } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { aroundEntry } from "#app/web/studio-entry.server.ts";
import { showEntry } from "#app/web/studio.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["studio", "certificates"] };
export const meta = pageMeta;

/** One definition in a change, with what is wrong with it and how it differs from what is published. */
export const loader = staffLoader({ can: "definition:read", params: EntryParams }, async ({ params: { changeId, kind, key }, actor, db, now, t, language, context }) => {
  const place = { db, actor, now, t, language, texts: context.office.texts };
  const shown = await showEntry(place, changeId, kind, key);
  if (!shown) throw new Problem("page.not-found");
  return { title: shown.entry.title, changeId, around: await aroundEntry(place, { changeId, kind, key }), ...shown };
});

/** Saves what somebody made of it; what is not sound is kept and told, what is no JSON is told with its line: `saveEntry`. */
export const action = staffAction({ can: "definition:edit", params: EntryParams, input: EntryForm, largest: LARGEST_ENTRY }, async ({ params, input, actor, db, now, context }) => {
  const { changeId, kind, key } = params;
  await saveEntry(db, { changeId, kind, key, content: parseContent(input.content), revision: input.revision, wordings: input.wordings, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioEntry(changeId, kind, key), 303);
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
