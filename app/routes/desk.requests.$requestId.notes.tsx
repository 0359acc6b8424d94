import { redirect } from "@remix-run/node";
import { z } from "zod";

import { addNote } from "#app/domain/requests/notes.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { inTurn } from "#app/web/desk.server.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

/** Writes a note for colleagues: `addNote`. */
export const action = staffAction({ can: "request:note", params: CaseParams, input: z.object({ text: z.string().trim().min(1, "request.note-missing").max(2000) }) }, async ({ input, params, request, context, actor, now, db, t, language }) => {
  const { requestId } = params;
  await inTurn({ db, t, language, actor }, requestId, () => addNote(context.office, { requestId, text: input.text, by: actor, now }));
  return redirect(`${caseAddress(requestId, placeOf(request))}#notes`, 303);
});

export default function Notes() {
  return <CaseActs {...useCase()} />;
}
