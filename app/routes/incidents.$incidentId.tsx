import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { may } from "#app/domain/access/permissions.ts";
import { atTime } from "#app/domain/deadlines/calendar.ts";
import { assessIncident, getIncident, INCIDENT_OUTCOMES } from "#app/domain/incidents/register.ts";
import { Problem } from "#app/domain/problem.ts";
import { IncidentPage } from "#app/ui/incidents/incident-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { showIncident } from "#app/web/incidents.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { typedDay, typedTime } from "#app/web/typed-day.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["incidents"] };
export const meta = pageMeta;

const Params = z.object({ incidentId: z.uuid() });

/** One incident, with the assessment or the form for it. */
export const loader = staffLoader({ can: "incident:read", params: Params }, async ({ params, actor, db, now }) => {
  const line = await getIncident(db, params.incidentId);
  return { title: line.reference, line: showIncident(line, now), mayAssess: may(actor, "incident:register") && line.assessment === null };
});

const text = z.string().trim().min(1, "field.required").max(4000);
const Assessing = z.object({
  // Nobody is an answer, nothing is none.
  people: z.string().trim().regex(/^[0-9]{1,7}$/, "field.required").transform(Number),
  consequences: text,
  measures: text,
  authority: z.enum(INCIDENT_OUTCOMES, "field.required"),
  authorityDate: typedDay(z.union([z.literal(""), z.iso.date()], "field.day").default("")),
  authorityTime: typedTime(z.string().max(8).default("")),
  authorityWhy: text,
  persons: z.enum(INCIDENT_OUTCOMES, "field.required"),
  personsWhy: text,
});

/** Keeps what was found, and whether the supervisor was told: `assessIncident`. */
export const action = staffAction({ can: "incident:register", params: Params, input: Assessing }, async ({ params, input, actor, db, now }) => {
  const { authorityDate, authorityTime, ...found } = input;
  const authorityAt = found.authority === "told" ? atTime(authorityDate, authorityTime) : null;
  if (found.authority === "told" && !authorityAt) throw new Problem("incident.later", { field: "authorityDate" });
  await assessIncident(db, { id: params.incidentId, found: { ...found, authorityAt }, by: actor, now });
  return redirect(paths.incident(params.incidentId), 303);
});

export default function Incident() {
  const shown = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <IncidentPage shown={shown} format={useFormat()} problem={isActionProblem(answer) ? answer.problem : null} back={paths.incidents()} />
    </StaffLayout>
  );
}
