import { redirect } from "@remix-run/node";

import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { reportPerson } from "#app/domain/privacy/report.ts";
import { EXPORT_LIMIT } from "#app/web/exports.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";
import { WhomForm } from "#app/web/person-report.server.ts";

/** The same report as a file that a machine reads too (AVG, articles 15 and 20): `reportPerson`. */
export const action = staffAction({ can: "person:report", input: WhomForm, limit: EXPORT_LIMIT, refusedAt: paths.personReport }, async ({ input, actor, db, now, context }) => {
  const { asked, madeAt, sections } = await reportPerson(db, { whom: input, by: actor, now, correlationId: context.correlationId });
  const content = { asked, madeAt: madeAt.toISOString(), ...Object.fromEntries(sections.map(({ section, items }) => [section, items])) };
  return new Response(`${JSON.stringify(content, null, 2)}\n`, { headers: { "content-type": "application/json; charset=utf-8", "content-disposition": `attachment; filename="person-${officeDate(now)}.json"` } });
});

/** A file leaves the house only by the button: who comes here by hand goes to the page with it. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.personReport()));
