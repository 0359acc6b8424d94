import { redirect } from "@remix-run/node";
import { z } from "zod";

import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { giveBundle } from "#app/domain/definitions/changes/take-bundle.ts";
import { packFiles } from "#app/web/archive.server.ts";
import { EXPORT_LIMIT } from "#app/web/exports.server.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { paths } from "#app/web/paths.ts";

const Chosen = z.object({ definition: z.union([z.string(), z.array(z.string())]).optional().transform((one) => (one === undefined ? [] : [one].flat())), along: z.literal("yes").optional() });

/** The chosen definitions as one file: `giveBundle`. */
export const action = staffAction({ can: "definition:edit", input: Chosen, limit: EXPORT_LIMIT, refusedAt: paths.studioBundle }, async ({ input: { definition, along }, actor, db, now, t, context }) => {
  const wanted = new Set(definition);
  const files = await giveBundle(db, { chosen: ({ kind, key }) => wanted.has(`${kind}/${key}`), along: along === "yes", by: actor, now, correlationId: context.correlationId });
  const name = `${t("studio:bundle.file")}-${officeDate(now)}.zip`;
  return new Response(Buffer.from(packFiles(files)), { headers: { "content-type": "application/zip", "content-disposition": `attachment; filename="${name}"` } });
});

/** A file leaves the house only by the button: who comes here by hand goes to the page with it. */
export const loader = staffLoader({ can: "anything" }, async () => redirect(paths.studioBundle()));
