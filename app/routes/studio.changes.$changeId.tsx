import { Outlet, useLoaderData } from "@remix-run/react";

import { ChangePage } from "#app/ui/studio/change-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { ChangeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { showChange } from "#app/web/studio.server.ts";
import { showTerms } from "#app/web/terms.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["studio", "calendar"] };
export const meta = pageMeta;

/** A change of definitions: what it would do, what is wrong with it, and what may be done with it (D15). */
export const loader = staffLoader({ can: "definition:read", params: ChangeParams }, async ({ params, actor, db, now, t, language, context }) => {
  const place = { db, actor, now, t, language, texts: context.office.texts };
  const change = await showChange(place, params.changeId);
  return { title: change.title, change, terms: await showTerms(place, params.changeId) };
});

export default function Change() {
  const { change, terms } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      {/* Of each change its own: what was typed for one must not stand in the form of the next. */}
      <ChangePage key={change.id} change={change} terms={terms} studioPath={paths.studio()} requestPath={paths.request} format={useFormat()}>
        <Outlet context={change} />
      </ChangePage>
    </StaffLayout>
  );
}
