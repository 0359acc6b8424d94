import { Outlet, useLoaderData } from "@remix-run/react";

import { BulkPage } from "#app/ui/desk/bulk/page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { showBulk } from "#app/web/bulk.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { BulkParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["desk", "requests", "bulk"] };
export const meta = pageMeta;

/** One act on many requests: what can be chosen, who takes part, how far it is, what came of it. Whoever may see the requests may see this; only who selected them goes on. */
export const loader = staffLoader({ can: "request:list", params: BulkParams }, async ({ params, actor, db, now, t, language }) => {
  return { title: t("bulk:title"), screen: await showBulk({ db, actor, now, t, language }, params.runId) };
});

export default function Bulk() {
  const { title, screen } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <BulkPage title={title} screen={screen} format={useFormat()} list={paths.desk()} requestPath={paths.request} path={(act) => `${paths.bulkRun(screen.id)}/${act}`}>
        <Outlet context={screen} />
      </BulkPage>
    </StaffLayout>
  );
}
