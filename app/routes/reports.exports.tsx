import { redirect } from "@remix-run/node";
import { z } from "zod";

import { everySum } from "#app/domain/dashboards/flow/read.ts";
import { EXPORT_LIMIT, ExportForm, exportList } from "#app/web/exports.server.ts";
import { asSearch, FlowSearch } from "#app/web/figures.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";

const Form = z.object({ ...FlowSearch.shape, ...ExportForm.shape });

/** The figures of the page as a file, week by week or month by month: `everySum`. */
export const action = staffAction({ can: "report:read", input: Form, limit: EXPORT_LIMIT, refusedAt: (_params, sent) => paths.reportOf("flow", asSearch(FlowSearch.parse(sent))) }, async ({ actor, input, db, now, t, context }) => {
  const { as: format, q: _none, span, ...filter } = input;
  return exportList({
    db,
    context,
    actor,
    now,
    list: "figures",
    searched: false,
    filter: asSearch({ ...filter, span }),
    format,
    title: t("reports:export.title"),
    batches: everySum(db, { filter, span, now }),
    columns: [
      { head: t("reports:export.begins"), value: ({ begins }) => begins },
      { head: t("reports:export.measure"), value: ({ measure }) => t(`reports:export.measures.${measure}`) },
      { head: t("reports:export.value"), value: ({ value }) => value },
      { head: t("reports:export.amount"), value: ({ amount }) => amount },
    ],
  });
});

/** A file leaves the house only by the button: who comes here by hand goes to the figures. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.reports()));
