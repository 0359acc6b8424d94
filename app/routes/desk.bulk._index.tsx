import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { listBulkRuns } from "#app/domain/requests/bulk/read.ts";
import { BulkRuns } from "#app/ui/desk/bulk/runs.tsx";
import { BackLink } from "#app/ui/navigation.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["desk", "bulk"] };
export const meta = pageMeta;

/** What somebody did to many requests at once, so that they find their way back to how it went. */
export const loader = staffLoader({ can: "request:bulk" }, async ({ actor, db, t }) => {
  const runs = await listBulkRuns(db, actor);
  return { title: t("bulk:mine.title"), runs: runs.map(({ run, act, stage, counts }) => ({ id: run.id, begunAt: run.begunAt.toISOString(), act, stage, isCancelled: run.cancelledAt !== null, counts })) };
});

export default function MyRuns() {
  const { t } = useTranslation("bulk");
  const { title, runs } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <div className="grid gap-2">
        <BackLink to={paths.desk()}>{t("back")}</BackLink>
        <PageTitle title={title} lead={t("mine.lead")} />
      </div>
      <BulkRuns runs={runs} runPath={paths.bulkRun} format={useFormat()} />
    </StaffLayout>
  );
}
