import { data, redirect } from "@remix-run/node";
import { z } from "zod";

import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { getIntake } from "#app/domain/intake/list.ts";
import { registerRequest } from "#app/domain/intake/register.ts";
import { asksIdCopy, typeOver } from "#app/domain/intake/type-over.ts";
import { unsaid } from "#app/domain/intake/unsaid.ts";
import { Problem } from "#app/domain/problem.ts";
import { isBlank } from "#app/domain/requests/form/missing.ts";
import { IntakeWork } from "#app/ui/intake/intake-work.tsx";
import { sentenceOf, sentencesOf, typedOf } from "#app/web/counter.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { copySaidIn, SeenFields, seenIn } from "#app/web/intake-form.server.ts";
import { IntakeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { problemSentence, showProblem } from "#app/web/show-problem.server.ts";
import { useIntake } from "#app/web/use-intake.ts";

export const handle: PageHandle = { i18n: ["intake", "form", "requests"] };

/** The form's own fields come beside these; what begins with an underscore is the page's. */
const Input = z.looseObject({ ...SeenFields, _intent: z.enum(["save", "register"]).catch("save"), _version: z.coerce.number().int() });

/**
 * Saves what was typed over, also what is wrong; and makes it a request when that was asked and nothing is left to do: `typeOver`, `registerRequest`. What
 * is not there yet may be saved without a word: the page says what it is. What cannot be right comes back.
 */
export const action = staffAction({ can: "request:register", params: IntakeParams, input: Input }, async ({ params, input, context, actor, db, now, t, language }) => {
  const { office, correlationId } = context;
  const { intakeId } = params;
  const row = await getIntake(db, intakeId);
  const seen = seenIn(input, now);
  const over = await typeOver(office, office.registers, { row, version: input._version, typed: typedOf(input), seen, copySaid: copySaidIn(input), by: actor, now });
  const asked = await asksIdCopy(db, over.form, row.channel, now);
  const isToRegister = input._intent === "register";
  const errors = isToRegister ? over.errors : over.errors.filter(({ field }) => !isBlank(over.form.content.typed, field));
  const left = isToRegister ? unsaid(seen, { idCopy: asked }, officeDate(now)) : {};
  const fields = { ...sentencesOf(errors, t, language, "office"), ...Object.fromEntries(Object.entries(left).map(([name, code]) => [name, problemSentence(code, {}, language)])) };
  const warnings = over.warnings.map((note) => sentenceOf("warnings", note, t, language, "office"));
  if (Object.keys(fields).length > 0) return data({ problem: showProblem(new Problem("form.invalid"), { language, correlationId, fields }), warnings, version: over.version }, { status: 422 });
  if (!isToRegister) return data({ problem: null, warnings, version: over.version }, { status: 200 });
  await registerRequest(office, { intakeId, version: over.version, registers: office.registers, by: actor, now });
  return redirect(paths.intakes({ done: intakeId }), 303);
});

export default function TypedOver() {
  return <IntakeWork {...useIntake()} />;
}
