import { redirect } from "@remix-run/node";

import { recordExport, recordExported } from "#app/domain/customers/viewed.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { EXPORT_LIMIT } from "#app/web/exports.server.ts";
import { figurePaper, PaperSearch } from "#app/web/figure-paper.server.ts";
import { asSearch, viewsOf } from "#app/web/figures.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { pdfFile } from "#app/web/paper.server.ts";
import { paths } from "#app/web/paths.ts";

/** A page of figures as a PDF, written down in the trail as every file that leaves the house: `figurePaper`. */
export const action = staffAction({ can: "report:read", input: PaperSearch, limit: EXPORT_LIMIT, refusedAt: (_params, sent) => viewsOf(PaperSearch.parse(sent))[PaperSearch.parse(sent).view] }, async ({ actor, input, db, now, t, language, context }) => {
  const { view, ...filter } = input;
  const by = { by: actor, now, correlationId: context.correlationId, list: "figures" as const };
  // Drawn first: what could not be drawn never left.
  const paper = await figurePaper({ db, now, language, sender: context.branding.name }, input);
  const bytes = await context.office.figurePress.draw(paper);
  await recordExport(db, { ...by, format: "pdf", view, searched: false, filter: asSearch(filter) });
  await recordExported(db, { ...by, now: context.clock.now(), rows: paper.tables.reduce((sum, { rows }) => sum + rows.length, 0), isWhole: true });
  return pdfFile(bytes, `${t("reports:export.title")}-${t(`reports:views.${view}`).toLowerCase()}-${officeDate(now)}`);
});

/** A file leaves the house only by the button: who comes here by hand goes to the figures. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.reports()));
