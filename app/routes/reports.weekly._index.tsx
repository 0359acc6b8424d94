import { redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { subscribe } from "#app/domain/dashboards/weekly/subscription.ts";
import { WeeklyPage } from "#app/ui/reports/weekly-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { PaperSearch } from "#app/web/figure-paper.server.ts";
import { viewsOf } from "#app/web/figures.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { showSubscription } from "#app/web/weekly.server.ts";

export const handle: PageHandle = { i18n: ["reports"] };
export const meta = pageMeta;

/** To which page of figures somebody is subscribed; here the e-mail itself leads. */
export const loader = staffLoader({ can: "report:read" }, async ({ actor, db, t, language }) => ({
  title: t("reports:weekly.title"),
  ...(await showSubscription({ db, language }, actor.id)),
}));

/** Sends who asks the page that they look at every week: `subscribe`. */
export const action = staffAction({ can: "report:read", input: PaperSearch, refusedAt: (_params, sent) => viewsOf(PaperSearch.parse(sent))[PaperSearch.parse(sent).view] }, async ({ actor, input, db, now, language, context }) => {
  await subscribe(db, { page: input, language, by: actor, now, correlationId: context.correlationId });
  return redirect(viewsOf(input)[input.view]);
});

export default function Weekly() {
  return (
    <StaffLayout>
      <WeeklyPage {...useLoaderData<typeof loader>()} reportsPath={paths.reports()} stopPath={paths.weeklyFiguresEnd()} />
    </StaffLayout>
  );
}
