import { redirect } from "@remix-run/node";
import { z } from "zod";

import { takePastCase } from "#app/domain/requests/past-case.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { EntryParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";

const Wanted = z.object({ reference: z.string().trim().min(1, "trial.no-reference").max(40, "trial.no-reference"), point: z.string().max(40) });

/** The facts of a past request, to try rules on, without what names anybody; that somebody took them stands in its trail: `takePastCase`. */
export const action = staffAction({ can: "definition:edit", params: EntryParams, input: Wanted }, async ({ params: { changeId }, input, actor, db, now, context }) =>
  takePastCase(db, { ...input, changeId, by: actor, now, correlationId: context.correlationId }),
);

/** Only its page asks; who comes here by hand goes to that. */
export const loader = staffLoader({ can: "anything", params: EntryParams }, async ({ params: { changeId, kind, key } }) => redirect(paths.studioEntry(changeId, kind, key)));
