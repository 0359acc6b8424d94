import { redirect } from "@remix-run/node";
import { z } from "zod";

import { refuseCopy } from "#app/domain/intake/copies.ts";
import { IntakeWork } from "#app/ui/intake/intake-work.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { IntakeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useIntake } from "#app/web/use-intake.ts";

export const handle: PageHandle = { i18n: ["intake", "form", "requests"] };

/** Destroys an unmasked copy that came as a PDF: `refuseCopy`. */
export const action = staffAction({ can: "request:register", params: IntakeParams, input: z.object({ fileId: z.uuid() }) }, async ({ params, input, context, actor, now }) => {
  await refuseCopy(context.office, { ...params, ...input, by: actor, now });
  return redirect(paths.intake(params.intakeId), 303);
});

export default function CopyRefused() {
  return <IntakeWork {...useIntake()} />;
}
