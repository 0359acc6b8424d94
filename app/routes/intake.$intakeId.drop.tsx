import { redirect } from "@remix-run/node";

import { dropIntake } from "#app/domain/intake/copies.ts";
import { IntakeWork } from "#app/ui/intake/intake-work.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { IntakeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useIntake } from "#app/web/use-intake.ts";

export const handle: PageHandle = { i18n: ["intake", "form", "requests"] };

/** Puts it aside: `dropIntake`. */
export const action = staffAction({ can: "request:register", params: IntakeParams }, async ({ params, context, actor, now }) => {
  await dropIntake(context.office, { ...params, by: actor, now });
  return redirect(paths.intakes({ done: params.intakeId }), 303);
});

export default function Dropped() {
  return <IntakeWork {...useIntake()} />;
}
