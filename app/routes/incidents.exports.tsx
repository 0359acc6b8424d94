import { redirect } from "@remix-run/node";

import { everyIncident } from "#app/domain/incidents/register.ts";
import { EXPORT_LIMIT, ExportForm, exportList } from "#app/web/exports.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";

/** The whole register of incidents as a file: `everyIncident`. */
export const action = staffAction({ can: "incident:read", input: ExportForm, limit: EXPORT_LIMIT, refusedAt: paths.incidents }, async ({ actor, input, db, now, t, context }) => {
  const head = (column: string) => t(`incidents:column.${column}`);
  return exportList({
    db,
    context,
    actor,
    now,
    list: "incidents",
    searched: false,
    format: input.as,
    title: t("incidents:export"),
    batches: everyIncident(db),
    columns: [
      { head: head("reference"), value: ({ reference }) => reference },
      { head: head("what"), value: ({ kind }) => t(`incidents:kind.${kind}`) },
      { head: head("letter"), value: ({ letter }) => letter },
      { head: head("discovered"), value: ({ discoveredAt }) => discoveredAt },
      { head: head("tellBy"), value: ({ tellBy }) => tellBy },
      { head: head("by"), value: ({ registeredBy }) => registeredBy },
      { head: head("description"), value: ({ description }) => description },
      { head: head("people"), value: ({ assessment }) => assessment?.people ?? null },
      { head: head("consequences"), value: ({ assessment }) => assessment?.consequences ?? null },
      { head: head("measures"), value: ({ assessment }) => assessment?.measures ?? null },
      { head: head("authority"), value: ({ assessment }) => assessment && t(`incidents:state.${assessment.authority}`) },
      { head: head("authorityAt"), value: ({ assessment }) => assessment?.authorityAt ?? null },
      { head: head("authorityWhy"), value: ({ assessment }) => assessment?.authorityWhy ?? null },
      { head: head("persons"), value: ({ assessment }) => assessment && t(`incidents:state.${assessment.persons}`) },
      { head: head("personsWhy"), value: ({ assessment }) => assessment?.personsWhy ?? null },
      { head: head("assessedBy"), value: ({ assessment }) => assessment?.by ?? null },
      { head: head("assessedAt"), value: ({ assessment }) => assessment?.at ?? null },
    ],
  });
});

/** A file leaves the house only by the button: who comes here by hand goes to the register. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.incidents()));
