import { z } from "zod";

import type { StaffActor } from "#app/domain/access/actor.ts";
import { type ExportedList, recordExport, recordExported } from "#app/domain/customers/viewed.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import type { Db } from "#db/types.ts";

import type { AppLoadContext } from "@remix-run/node";
import { describeError } from "./describe-error.ts";
import { type FileColumn, FILE_FORMATS, type FileFormat, tableFile } from "./table-file.server.ts";

/** What every export is asked with; what was searched for comes from the page. */
export const ExportForm = z.object({ as: z.enum(FILE_FORMATS).catch("csv"), q: z.string().trim().max(100).catch("") });

/** How often somebody may take a list away: often enough for work, too seldom to read the office out by machine. */
export const EXPORT_LIMIT = { name: "list.export", points: 30, perSeconds: 600 };

type Exporting<Row> = {
  db: Db;
  context: AppLoadContext;
  actor: StaffActor;
  now: Date;
  list: ExportedList;
  view?: string;
  searched: boolean;
  /** What it was narrowed by, where that is nothing that somebody typed. */
  filter?: Readonly<Record<string, string>>;
  format: FileFormat;
  /** What the file is called, in the reader's language. */
  title: string;
  columns: ReadonlyArray<FileColumn<Row>>;
  batches: AsyncIterable<readonly Row[]>;
};

/** Everything that matches as a file, written down in the trail when it begins and when it ends. */
export async function exportList<Row>({ db, context, actor, now, list, view, searched, filter, format, title, columns, batches }: Exporting<Row>): Promise<Response> {
  const by = { by: actor, now, correlationId: context.correlationId };
  await recordExport(db, { ...by, list, format, view, searched, filter });
  return tableFile({
    format,
    name: `${title}-${officeDate(now)}`,
    columns,
    batches,
    taken: context.taken,
    done: async ({ rows, isWhole, failure }) => {
      if (failure !== null) context.log.error({ correlationId: context.correlationId, error: describeError(failure) }, "failed");
      await recordExported(db, { ...by, now: context.clock.now(), list, rows, isWhole });
    },
  });
}
