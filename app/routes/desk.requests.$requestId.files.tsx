import { redirect } from "@remix-run/node";
import { z } from "zod";

import { FILE_KINDS } from "#app/domain/files/kinds.ts";
import { attachFiles } from "#app/domain/files/attach.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { caseAddress, placeOf } from "#app/web/case-place.ts";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { UPLOAD_LIMITS } from "#app/web/upload.server.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

/** Adds scans to a request: `attachFiles`. */
export const action = staffAction(
  { can: "request:register", params: CaseParams, input: z.object({ kind: z.enum(FILE_KINDS, "field.choose") }), files: UPLOAD_LIMITS },
  async ({ params, input, files, request, context, actor, now }) => {
    const { requestId } = params;
    await attachFiles(context.office, context.office.files, { requestId, uploads: files, kind: input.kind, by: actor, now });
    return redirect(`${caseAddress(requestId, placeOf(request))}#files`, 303);
  },
);

export default function Files() {
  return <CaseActs {...useCase()} />;
}
