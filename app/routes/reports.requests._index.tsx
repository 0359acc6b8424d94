import { useLoaderData } from "@remix-run/react";

import { BehindPage } from "#app/ui/reports/behind-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { showBehind } from "#app/web/behind.server.ts";
import { asSearch, FigureSearch, viewsOf } from "#app/web/figures.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["reports", "customers", "desk"] };
export const meta = pageMeta;

/** The very requests behind one figure of the past: `listBehind`. The address says which figure. */
export const loader = staffLoader({ can: "report:read", input: FigureSearch }, async ({ input, db, t }) => {
  const { place: _place, ...fields } = input;
  return { title: t("reports:behind.title"), from: input.from, until: input.until, fields: asSearch(fields), backPath: viewsOf(input).flow, ...(await showBehind({ db, t }, input)) };
});

export default function RequestsBehindFigure() {
  return (
    <StaffLayout wide>
      <BehindPage {...useLoaderData<typeof loader>()} exportPath={paths.behindFigureExports()} format={useFormat()} />
    </StaffLayout>
  );
}
