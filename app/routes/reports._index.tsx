import { useLoaderData } from "@remix-run/react";

import { NowPage } from "#app/ui/reports/now-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import { ReportSearch, viewsOf } from "#app/web/figures.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths, takeAlongPaths } from "#app/web/paths.ts";
import { showNow } from "#app/web/reports.server.ts";
import { useFormat } from "#app/web/use-format.ts";
import { showWeekly } from "#app/web/weekly.server.ts";

export const handle: PageHandle = { i18n: ["reports", "desk", "desk-list", "requests"] };
export const meta = pageMeta;

/** Where the requests are now: `readNow`. The address holds what the figures are narrowed by. */
export const loader = staffLoader({ can: "report:read", input: ReportSearch }, async ({ actor, input, db, now, t, language }) => ({
  title: t("reports:title"),
  values: { type: "", channel: "", segment: "", ...input },
  views: viewsOf(input),
  isNarrowed: Object.values(input).some((value) => value !== undefined),
  weekly: await showWeekly({ db, language }, actor.id, { view: "now", ...input }),
  shown: await showNow({ db, now, t }, input),
}));

export default function Reports() {
  const { title, views, values, isNarrowed, weekly, shown } = useLoaderData<typeof loader>();
  return (
    <StaffLayout wide>
      <NowPage title={title} views={views} values={values} isNarrowed={isNarrowed} weekly={weekly} shown={shown} path={paths.reports()} takeAlong={takeAlongPaths} jobsPath={paths.jobs()} format={useFormat()} />
    </StaffLayout>
  );
}
