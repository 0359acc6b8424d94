import { Outlet, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { recordView } from "#app/domain/customers/viewed.ts";
import { CaseView } from "#app/ui/desk/case-view.tsx";
import { DeskSearch } from "#app/ui/desk/desk-search.tsx";
import { UndoBar } from "#app/ui/desk/undo-bar.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { CasePlace, listAddress } from "#app/web/case-place.ts";
import { showCase } from "#app/web/desk.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { showUndo } from "#app/web/next.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { CaseParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["desk", "desk-list", "requests"] };
export const meta = pageMeta;

const Search = CasePlace.extend({ decided: z.uuid().optional().catch(undefined) });

/** One request with everything that the desk decides it by (R21). */
export const loader = staffLoader({ can: "request:read", params: CaseParams, input: Search }, async ({ params, input: { decided, ...place }, actor, db, now, t, language, context }) => {
  const screen = await showCase({ db, actor, now, t, language }, params.requestId);
  await recordView(db, { kind: "request", id: params.requestId, by: actor, now, correlationId: context.correlationId });
  const undo = await showUndo({ db, actor, now }, decided, place);
  return { title: `${screen.reference} · ${screen.subjectName}`, screen, undo, back: listAddress(place, params.requestId) };
});

export default function Case() {
  const { screen, undo, back } = useLoaderData<typeof loader>();
  return (
    <StaffLayout search={<DeskSearch action={paths.desk()} />}>
      <UndoBar undo={undo} />
      {/* Of each request its own: what was chosen and typed for one must not stand in the form of the next. */}
      <CaseView key={screen.id} screen={screen} format={useFormat()} queue={back} requestPath={paths.request}>
        <Outlet context={screen} />
      </CaseView>
    </StaffLayout>
  );
}
