import { redirect } from "@remix-run/node";

import { addToIntake } from "#app/domain/intake/begin.ts";
import { IntakeWork } from "#app/ui/intake/intake-work.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { IntakeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { UPLOAD_LIMITS } from "#app/web/upload.server.ts";
import { useIntake } from "#app/web/use-intake.ts";

export const handle: PageHandle = { i18n: ["intake", "form", "requests"] };

/** Adds scans: `addToIntake`. */
export const action = staffAction({ can: "request:register", params: IntakeParams, files: UPLOAD_LIMITS }, async ({ params, files, context, actor, now }) => {
  await addToIntake(context.office, context.office.files, { ...params, uploads: files, by: actor, now });
  return redirect(paths.intake(params.intakeId), 303);
});

export default function MoreFiles() {
  return <IntakeWork {...useIntake()} />;
}
