import { Outlet, type ShouldRevalidateFunction, useLoaderData } from "@remix-run/react";

import { IntakeView } from "#app/ui/intake/intake-view.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { showIntake } from "#app/web/intake.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { IntakeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["intake", "form", "requests"] };
export const meta = pageMeta;

/** What was saved elsewhere meanwhile is shown beside what was typed here. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ actionStatus, defaultShouldRevalidate }) => defaultShouldRevalidate || actionStatus === 409;

/** The scan beside the form that it is typed over into (R11, R12). */
export const loader = staffLoader({ can: "request:register", params: IntakeParams }, async ({ params, actor, db, now, t, language }) => showIntake({ db, actor, now, t, language }, params.intakeId));

export default function Intake() {
  const screen = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <IntakeView screen={screen} format={useFormat()} back={paths.intakes()}>
        <Outlet context={screen} />
      </IntakeView>
    </StaffLayout>
  );
}
