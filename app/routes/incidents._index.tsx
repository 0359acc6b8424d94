import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { may } from "#app/domain/access/permissions.ts";
import { atTime, officeDate, officeTime } from "#app/domain/deadlines/calendar.ts";
import { INCIDENT_KINDS, listIncidents, noteIncident } from "#app/domain/incidents/register.ts";
import { Problem } from "#app/domain/problem.ts";
import { IncidentList } from "#app/ui/incidents/incident-list.tsx";
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

const Search = z.object({ noted: z.string().regex(/^I-\d{1,12}$/).optional().catch(undefined) });

/** The register of breaches of personal data (AVG, article 33). */
export const loader = staffLoader({ can: "incident:read", input: Search }, async ({ input, actor, db, now, t }) => ({
  title: t("incidents:title"),
  noted: input.noted ?? null,
  mayRegister: may(actor, "incident:register"),
  kinds: INCIDENT_KINDS.filter((kind) => kind !== "letter-opened"),
  today: { date: officeDate(now), time: officeTime(now) },
  lines: (await listIncidents(db)).map((line) => showIncident(line, now)),
}));

const Noting = z.object({
  kind: z.enum(INCIDENT_KINDS, "field.required"),
  date: typedDay(z.iso.date("field.day")),
  time: typedTime(z.string().min(1, "field.required").regex(/^\d{2}:\d{2}$/, "intake.time")),
  description: z.string().trim().min(1, "incident.what").max(4000),
});

/** Notes a breach by hand: `noteIncident`. */
export const action = staffAction({ can: "incident:register", input: Noting }, async ({ input, actor, db, now }) => {
  const { kind, date, time, description } = input;
  const discoveredAt = atTime(date, time);
  if (!discoveredAt) throw new Problem("incident.later", { field: "date" });
  const { reference } = await db.transaction((tx) => noteIncident(tx, { kind, discoveredAt, description, by: actor, now }));
  return redirect(`${paths.incidents()}?noted=${reference}`, 303);
});

export default function Incidents() {
  const shown = useLoaderData<typeof loader>();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <IncidentList shown={shown} format={useFormat()} problem={isActionProblem(answer) ? answer.problem : null} exports={paths.incidentExports()} />
    </StaffLayout>
  );
}
