import { redirect } from "@remix-run/node";
import { z } from "zod";

import { chooseType } from "#app/domain/intake/begin.ts";
import { Language } from "#app/domain/people.ts";
import { IntakeWork } from "#app/ui/intake/intake-work.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { IntakeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useIntake } from "#app/web/use-intake.ts";

export const handle: PageHandle = { i18n: ["intake", "form", "requests"] };

/** Says which form it is: `chooseType`. */
export const action = staffAction({ can: "request:register", params: IntakeParams, input: z.object({ type: z.string().min(1, "field.choose").max(60), language: Language.catch("nl") }) }, async ({ params, input, context, actor, now }) => {
  await chooseType(context.office, { ...params, ...input, by: actor, now });
  return redirect(paths.intake(params.intakeId), 303);
});

export default function TypeChosen() {
  return <IntakeWork {...useIntake()} />;
}
