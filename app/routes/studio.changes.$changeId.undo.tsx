import { redirect } from "@remix-run/node";

import { getChange } from "#app/domain/definitions/changes/read.ts";
import { undoChange } from "#app/domain/definitions/changes/undo.ts";
import { ChangeActs } from "#app/ui/studio/change-acts.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import { ChangeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useChange } from "#app/web/use-change.ts";

/** Prepares the way back from what was published, as a change of its own: `undoChange`. */
export const action = staffAction({ can: "definition:edit", params: ChangeParams }, async ({ params, actor, db, now, t, context }) => {
  const { title } = await getChange(db, params.changeId);
  const id = await undoChange(db, { id: params.changeId, title: t("studio:undo.title", { title }).slice(0, 120), by: actor, now, correlationId: context.correlationId });
  return redirect(paths.studioChange(id), 303);
});

export default function Undone() {
  return <ChangeActs {...useChange()} />;
}
