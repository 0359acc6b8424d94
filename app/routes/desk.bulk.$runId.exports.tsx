import { redirect } from "@remix-run/node";

import { getBulkRun } from "#app/domain/requests/bulk/plan.ts";
import { everyItem } from "#app/domain/requests/bulk/read.ts";
import { namingEverybody } from "#app/domain/requests/export.ts";
import { showBulkLine } from "#app/web/bulk.server.ts";
import { EXPORT_LIMIT, ExportForm, exportList } from "#app/web/exports.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { BulkParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";

/** A run as a file: every request that was selected, with what came of it, or why it did not take part. */
export const action = staffAction({ can: "request:list", params: BulkParams, input: ExportForm, limit: EXPORT_LIMIT, refusedAt: ({ runId = "" }) => paths.bulkRun(runId) }, async ({ params, actor, input, db, now, t, language, context }) => {
  await getBulkRun(db, params.runId);
  const said = (line: Parameters<typeof showBulkLine>[0]) => showBulkLine(line, { t, language });
  return exportList({
    db,
    context,
    actor,
    now,
    list: "bulk-run",
    view: params.runId,
    searched: false,
    format: input.as,
    title: t("bulk:file"),
    batches: namingEverybody(db, everyItem(db, params.runId), ({ requestId }) => requestId),
    columns: [
      { head: t("bulk:column.reference"), value: ({ reference }) => reference },
      { head: t("customers:export.type"), value: ({ type }) => t(`requests:${type}.title`) },
      { head: t("bulk:column.subject"), value: ({ everybody }) => everybody },
      { head: t("bulk:column.result"), value: ({ outcome, excluded }) => (excluded ? t("bulk:part.excluded") : t(`bulk:part.${outcome ?? "taking-part"}`)) },
      { head: t("bulk:column.why"), value: (line) => said(line).why },
      { head: t("bulk:column.when"), value: ({ endedAt }) => endedAt },
      { head: t("bulk:column.status"), value: ({ status }) => t(`desk:status.${status}`) },
    ],
  });
});

/** A file leaves the house only by the button: who comes here by hand goes to the page of the run. */
export const loader = staffLoader({ can: "anything", params: BulkParams }, async ({ params }) => redirect(paths.bulkRun(params.runId)));
