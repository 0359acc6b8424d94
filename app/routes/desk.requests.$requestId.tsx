import { Outlet, useLoaderData } from "@remix-run/react";

import { CaseView } from "#app/ui/desk/case-view.tsx";
import { DeskSearch } from "#app/ui/desk/desk-search.tsx";
import { useDeskKeys } from "#app/ui/desk/use-desk-keys.ts";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { showCase } from "#app/web/desk.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { CaseParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };
export const meta = pageMeta;

/** One request with everything that the desk decides it by (R21). */
export const loader = staffLoader({ can: "request:read", params: CaseParams }, async ({ params, actor, db, now, t, language }) => {
  const screen = await showCase({ db, actor, now, t, language }, params.requestId);
  return { title: `${screen.reference} · ${screen.subjectName}`, screen };
});

export default function Case() {
  const { screen } = useLoaderData<typeof loader>();
  useDeskKeys();
  return (
    <StaffLayout search={<DeskSearch action={paths.desk()} />}>
      <CaseView screen={screen} format={useFormat()} queue={paths.desk()} requestPath={paths.request}>
        <Outlet context={screen} />
      </CaseView>
    </StaffLayout>
  );
}
