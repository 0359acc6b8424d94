import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { startBacktest } from "#app/domain/definitions/backtest/acts.ts";
import { BacktestPage } from "#app/ui/studio/backtest-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { showBacktest } from "#app/web/backtest.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { ChangeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { typedDay } from "#app/web/typed-day.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["studio"] };
export const meta = pageMeta;

const Period = z.object({ from: typedDay(z.iso.date("field.day")), until: typedDay(z.iso.date("field.day")) });

/** Begins to try the change on the requests of a period; nothing of them changes: `startBacktest`. */
export const action = staffAction({ can: "definition:edit", params: ChangeParams, input: Period }, async ({ params, input, actor, now, context }) => {
  await startBacktest(context.office, { changeId: params.changeId, days: input, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioBacktest(params.changeId), 303);
});

/** How requests of the past would have come out with a change, for who makes it and for who approves it. */
export const loader = staffLoader({ can: "definition:read", params: ChangeParams }, async ({ params, actor, db, now, t }) => {
  const screen = await showBacktest({ db, actor, now, t }, params.changeId);
  return { title: t("studio:backtest.title"), screen, changeId: params.changeId };
});

export default function Tried() {
  const { screen, changeId, title } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <StaffLayout>
      <BacktestPage key={changeId} title={title} screen={screen} problem={isActionProblem(answer) ? answer.problem : null} changePath={paths.studioChange(changeId)} cancelPath={paths.studioBacktestCancellation(changeId)} format={useFormat()} />
    </StaffLayout>
  );
}
