import { useLoaderData } from "@remix-run/react";

import { FlowPage } from "#app/ui/reports/flow/flow-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { FlowSearch, headOf } from "#app/web/figures.server.ts";
import { showFlow } from "#app/web/flow.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths, takeAlongPaths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";
import { showWeekly } from "#app/web/weekly.server.ts";

export const handle: PageHandle = { i18n: ["reports", "desk", "desk-list", "requests"] };
export const meta = pageMeta;

/** What went through the office: `readFlow`. The address holds how far back, and what the figures are narrowed by. */
export const loader = staffLoader({ can: "report:read", input: FlowSearch }, async ({ actor, input, db, now, t, language }) => ({
  title: t("reports:views.flow"),
  ...headOf(input, now),
  weekly: await showWeekly({ db, language }, actor.id, { view: "flow", ...input }),
  shown: await showFlow({ db, now, t, language }, input),
}));

export default function Flow() {
  const loaded = useLoaderData<typeof loader>();
  return (
    <StaffLayout wide>
      <FlowPage {...loaded} path={paths.reportOf("flow")} exportPath={paths.reportExports()} takeAlong={takeAlongPaths} format={useFormat()} />
    </StaffLayout>
  );
}
