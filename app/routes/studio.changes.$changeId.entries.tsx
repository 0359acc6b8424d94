import { redirect } from "@remix-run/node";
import { z } from "zod";

import { addEntry } from "#app/domain/definitions/changes/entries.ts";
import { DEFINITION_KINDS } from "#app/domain/definitions/kinds.ts";
import { Problem } from "#app/domain/problem.ts";
import { ChangeActs } from "#app/ui/studio/change-acts.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { ChangeParams, DefinitionPlace } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { beginningOf } from "#app/web/studio-entry.server.ts";
import { useChange } from "#app/web/use-change.ts";

const Chosen = z.union([z.literal("").transform(() => undefined), DefinitionPlace]).optional();

/** Of the two forms one: a definition that is there, or the kind and the name of a new one. */
const Added = z
  .object({ what: Chosen, kind: z.enum(DEFINITION_KINDS).optional(), key: z.string().trim().max(80, "change.key-missing").default(""), like: Chosen })
  .refine(({ kind, key }) => kind === undefined || key !== "", { path: ["key"], message: "change.key-missing" });

/** Takes a definition into a draft: one that is there, or a new one, made like another where somebody chose one: `addEntry`. */
export const action = staffAction({ can: "definition:edit", params: ChangeParams, input: Added }, async ({ params: { changeId }, input, actor, db, now, context }) => {
  const { what, kind, key, like } = input;
  const place = kind === undefined ? what : { kind, key };
  if (place === undefined) throw new Problem("change.what-missing", { field: "what" });
  const beginning = kind === undefined ? {} : await beginningOf({ db, texts: context.office.texts }, { changeId, kind, key, like: like?.kind === kind ? like.key : null });
  await addEntry(db, { changeId, ...place, ...beginning, by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioEntry(changeId, place.kind, place.key), 303);
});

export default function EntryAdded() {
  return <ChangeActs {...useChange()} />;
}
