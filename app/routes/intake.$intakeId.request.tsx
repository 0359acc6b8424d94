import { redirect } from "@remix-run/node";
import { z } from "zod";

import { attachToRequest } from "#app/domain/intake/register.ts";
import { Problem } from "#app/domain/problem.ts";
import { numberInReference } from "#app/domain/requests/reference.ts";
import { IntakeWork } from "#app/ui/intake/intake-work.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { SeenFields, seenIn } from "#app/web/intake-form.server.ts";
import { IntakeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useIntake } from "#app/web/use-intake.ts";

export const handle: PageHandle = { i18n: ["intake", "form", "requests"] };

/** Adds it to a request that there is: `attachToRequest`. */
export const action = staffAction({ can: "request:register", params: IntakeParams, input: z.object({ ...SeenFields, reference: z.string().trim().min(1, "field.required").max(40) }) }, async ({ params, input, context, actor, now }) => {
  const number = numberInReference(input.reference);
  if (number === null) throw new Problem("request.unknown", { field: "reference" });
  const { office } = context;
  await attachToRequest(office, { ...params, number, seen: seenIn(input, now), registers: office.registers, by: actor, now });
  return redirect(paths.intakes({ done: params.intakeId }), 303);
});

export default function Attached() {
  return <IntakeWork {...useIntake()} />;
}
