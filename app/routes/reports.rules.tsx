import { useLoaderData } from "@remix-run/react";

import { RulesPage } from "#app/ui/reports/rules-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { FlowSearch, headOf } from "#app/web/figures.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths, takeAlongPaths } from "#app/web/paths.ts";
import { showRules } from "#app/web/rules-spoken.server.ts";
import { useFormat } from "#app/web/use-format.ts";
import { showWeekly } from "#app/web/weekly.server.ts";

export const handle: PageHandle = { i18n: ["reports", "desk-list"] };
export const meta = pageMeta;

/** Which rules speak, and what the desk then decides: `readRulesSpoken`. */
export const loader = staffLoader({ can: "report:read", input: FlowSearch }, async ({ actor, input, db, now, t, language }) => ({
  title: t("reports:views.rules"),
  ...headOf(input, now),
  weekly: await showWeekly({ db, language }, actor.id, { view: "rules", ...input }),
  ...(await showRules({ db, now, t }, input)),
}));

export default function Rules() {
  return (
    <StaffLayout wide>
      <RulesPage {...useLoaderData<typeof loader>()} path={paths.reportOf("rules")} takeAlong={takeAlongPaths} format={useFormat()} />
    </StaffLayout>
  );
}
