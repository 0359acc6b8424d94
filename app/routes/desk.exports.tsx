import { redirect } from "@remix-run/node";
import { z } from "zod";

import { everyRequest, namingEverybody } from "#app/domain/requests/export.ts";
import { isCustomerNumber, readDeskList, writeDeskList } from "#app/domain/requests/desk-list.ts";
import { narrowingOf } from "#app/domain/requests/narrow.ts";
import { EXPORT_LIMIT, ExportForm, exportList } from "#app/web/exports.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { DeskPlace } from "#app/web/desk-place.ts";
import { deskAddress, paths } from "#app/web/paths.ts";

const Form = z.looseObject(ExportForm.shape);

/** Everything that the list has, as it was narrowed and sorted, or all that the search fits, as a file: `everyRequest`. */
export const action = staffAction({ can: "request:list", input: Form, limit: EXPORT_LIMIT, refusedAt: (_params, sent) => listOf(sent) }, async ({ actor, input, db, now, t, context }) => {
  const { as: format, ...search } = input;
  const list = readDeskList(search);
  const { text, sort, filter } = list;
  const view = list.view ?? "all";
  const isTyped = filter.customer !== undefined && !isCustomerNumber(filter.customer);
  const { q: _typed, view: _view, ...filtered } = writeDeskList({ ...list, filter: isTyped ? { ...filter, customer: undefined } : filter });
  return exportList({
    db,
    context,
    actor,
    now,
    list: "requests",
    view,
    searched: text !== "" || isTyped,
    ...(Object.keys(filtered).length > 0 && { filter: filtered }),
    format,
    title: t("customers:export.requests"),
    batches: namingEverybody(db, everyRequest(db, { view, text, sort, narrowing: await narrowingOf(db, filter, now), by: actor }), ({ id }) => id),
    columns: [
      { head: t("desk:queue.column.reference"), value: ({ reference }) => reference },
      { head: t("customers:export.type"), value: ({ type }) => t(`requests:${type}.title`) },
      { head: t("desk:queue.column.subject"), value: ({ everybody }) => everybody },
      { head: t("desk:queue.column.practice"), value: ({ practice }) => practice },
      { head: t("customers:column.agbCode"), value: ({ agbCode }) => agbCode },
      { head: t("customers:export.dueAt"), value: ({ dueAt }) => dueAt },
      { head: t("desk:queue.urgency.first"), value: ({ isUrgent }) => t(isUrgent ? "common:yes" : "common:no") },
      { head: t("desk:queue.objected"), value: ({ isObjected }) => t(isObjected ? "common:yes" : "common:no") },
      { head: t("desk:queue.column.claim"), value: ({ claim }) => claim?.name ?? null },
      { head: t("desk:queue.column.status"), value: ({ status }) => t(`desk:status.${status}`) },
    ],
  });
});

/** The list that was open, as it was narrowed and sorted, at the page of it that was shown. */
function listOf(sent: Readonly<Record<string, unknown>>): string {
  return deskAddress({ ...writeDeskList(readDeskList(sent)), ...DeskPlace.parse(sent) });
}

/** A file leaves the house only by the button: who comes here by hand goes to the list. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.desk()));
