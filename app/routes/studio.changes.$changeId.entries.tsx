import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { addEntry, currentVersion } from "#app/domain/definitions/changes/entries.ts";
import { DEFINITION_KINDS } from "#app/domain/definitions/kinds.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { ChangeParams, DefinitionPlace } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";
import { likeness } from "#app/web/studio.server.ts";

const Added = z.union([
  z.object({ what: DefinitionPlace }),
  z.object({ kind: z.enum(DEFINITION_KINDS), key: z.string().trim().min(1, "change.key-missing").max(80, "change.key-missing"), like: z.union([z.literal("").transform(() => undefined), DefinitionPlace]).optional() }),
]);

/** Takes a definition into a draft: one that is there, or a new one, made like another where somebody chose one: `addEntry`. */
export const action = staffAction({ can: "definition:edit", params: ChangeParams, input: Added }, async ({ params: { changeId }, input, actor, db, now, context }) => {
  const by = { changeId, by: actor, now, correlationId: context.correlationId };
  if ("what" in input) {
    await addEntry(db, { ...by, ...input.what });
    return redirect(paths.studioEntry(changeId, input.what.kind, input.what.key), 303);
  }
  const { kind, key, like } = input;
  const model = like?.kind === kind ? await currentVersion(db, like.kind, like.key) : null;
  await addEntry(db, { ...by, kind, key, content: likeness(key, model?.content ?? null) });
  return redirect(paths.studioEntry(changeId, kind, key), 303);
});

/** Nothing is added by looking: who comes here by hand goes to the change. */
export const loader = staffLoader({ can: "definition:edit", params: ChangeParams }, async ({ request, params }) => (cameByHand(request) ? redirect(paths.studioChange(params.changeId)) : null));

export default function EntryAdded() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
