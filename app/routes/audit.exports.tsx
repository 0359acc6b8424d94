import { redirect } from "@remix-run/node";

import { everyEvent, type TrailEvent } from "#app/domain/audit/list.ts";
import { namesOf } from "#app/domain/dashboards/trail.ts";
import { Problem } from "#app/domain/problem.ts";
import type { Db } from "#db/types.ts";
import { AuditSearch, type EventShown, filterRecorded, readFilter, showEvent } from "#app/web/audit.server.ts";
import { EXPORT_LIMIT, ExportForm, exportList } from "#app/web/exports.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";

const Form = ExportForm.extend(AuditSearch.shape);

/** Every event that the filter fits as a file: `everyEvent`. */
export const action = staffAction({ can: "audit:read", input: Form, limit: EXPORT_LIMIT, refusedAt: paths.audit }, async ({ actor, input, db, now, t, context }) => {
  const { filter, wrong } = await readFilter(db, input);
  const [field] = wrong;
  if (field !== undefined) throw new Problem("trail.filter-wrong", { field });
  return exportList<Row>({
    db,
    context,
    actor,
    now,
    list: "trail",
    searched: Object.keys(filter).length > 0,
    filter: filterRecorded(filter),
    format: input.as,
    title: t("audit:export.file"),
    batches: shown(db, everyEvent(db, { filter }), (event, names) => ({ event, line: showEvent(event, names, { actor, t }) })),
    columns: [
      { head: t("audit:details.number"), value: ({ event }) => event.id },
      { head: t("audit:export.at"), value: ({ line }) => line.exactly },
      { head: t("audit:export.what"), value: ({ line }) => line.what },
      { head: t("audit:export.who"), value: ({ line }) => line.who },
      { head: t("audit:export.subject"), value: ({ line }) => `${line.subject.kind} ${line.subject.label}`.trim() },
      { head: t("audit:export.request"), value: ({ event, line }) => (event.subject.kind === "request" ? line.subject.label : (line.request?.label ?? null)) },
      { head: t("audit:export.details"), value: ({ event }) => (event.details === null ? t("audit:details.cleared") : JSON.stringify(event.details)) },
      { head: t("audit:details.act"), value: ({ event }) => event.act },
      { head: t("audit:export.whoNumber"), value: ({ line }) => line.actor },
      { head: t("audit:export.subjectNumber"), value: ({ line }) => line.subject.filter },
      { head: t("audit:details.correlation"), value: ({ event }) => event.correlationId },
    ],
  });
});

type Row = { event: TrailEvent; line: EventShown };

async function* shown(db: Db, batches: AsyncIterable<TrailEvent[]>, show: (event: TrailEvent, names: Awaited<ReturnType<typeof namesOf>>) => Row): AsyncGenerator<Row[]> {
  for await (const events of batches) {
    const names = await namesOf(db, events);
    yield events.map((event) => show(event, names));
  }
}

/** A file leaves the house only by the button: who comes here by hand goes to the list. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.audit()));
