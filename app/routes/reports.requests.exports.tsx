import { redirect } from "@remix-run/node";
import { z } from "zod";

import { everyShown } from "#app/web/behind.server.ts";
import { EXPORT_LIMIT, ExportForm, exportList } from "#app/web/exports.server.ts";
import { asSearch, FigureSearch } from "#app/web/figures.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";

const Form = z.object(ExportForm.shape).loose();

/** All requests behind one figure, as a file: `everyBehind`. */
export const action = staffAction({ can: "report:read", input: Form, limit: EXPORT_LIMIT, refusedAt: (_params, sent) => paths.behindFigure(asSearch(FigureSearch.parse(sent))) }, async ({ actor, input, db, now, t, context }) => {
  const { place: _place, ...search } = FigureSearch.parse(input);
  return exportList({
    db,
    context,
    actor,
    now,
    list: "requests",
    searched: false,
    filter: asSearch(search),
    format: input.as,
    title: t("reports:export.behind"),
    batches: everyShown({ db, t }, search),
    columns: [
      { head: t("reports:behind.number"), value: ({ reference }) => reference },
      { head: t("reports:behind.on"), value: ({ on }) => on },
      { head: t("reports:behind.type"), value: ({ type }) => type },
      { head: t("reports:behind.subject"), value: ({ subject }) => subject },
      { head: t("reports:behind.channel"), value: ({ channel }) => channel },
      { head: t("reports:behind.received"), value: ({ received }) => received },
      { head: t("reports:outcomes.title"), value: ({ decided }) => decided?.as ?? null },
      { head: t("reports:behind.decided"), value: ({ decided }) => decided?.on ?? null },
      { head: t("reports:behind.days"), value: ({ decided }) => decided?.days ?? null },
      { head: t("reports:terms.status"), value: ({ status }) => status },
    ],
  });
});

/** A file leaves the house only by the button: who comes here by hand goes to the figures. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.reports()));
