import { Outlet, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { RetentionPage } from "#app/ui/retention/retention-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { AHEAD_DAYS, showRetention } from "#app/web/retention.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["retention"] };
export const meta = pageMeta;

const Search = z.object({ until: z.literal(String(AHEAD_DAYS)).optional().catch(undefined) });

/** What will be cleared because it may be kept no longer, before it is (D20). */
export const loader = staffLoader({ can: "retention:read", input: Search }, async ({ input: { until }, actor, db, now, t }) => {
  const ahead = until === undefined ? 0 : AHEAD_DAYS;
  return { title: t("retention:title"), ahead, aheadDays: AHEAD_DAYS, ...(await showRetention({ db, actor, now, t }, { ahead })) };
});

export default function Retention() {
  const shown = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <RetentionPage shown={shown} nowPath={paths.retention()} soonPath={paths.retention({ until: shown.aheadDays })} haltPath={paths.retentionHalt()} resumptionPath={paths.retentionResumption()} format={useFormat()}>
        {/* What was refused comes back here. */}
        <Outlet />
      </RetentionPage>
    </StaffLayout>
  );
}
