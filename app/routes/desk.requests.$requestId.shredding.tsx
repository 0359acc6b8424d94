import { redirect } from "@remix-run/node";

import { markShredded } from "#app/domain/intake/copies.ts";
import { CaseActs } from "#app/ui/desk/case-acts.tsx";
import { staffAction } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { CaseParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { useCase } from "#app/web/use-case.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };

/** Says that the paper of an identity document was destroyed (D17): `markShredded`. */
export const action = staffAction({ can: "request:register", params: CaseParams }, async ({ params, context, actor, now }) => {
  await markShredded(context.office, { ...params, by: actor, now });
  return redirect(`${paths.request(params.requestId)}#files`, 303);
});

export default function Shredding() {
  return <CaseActs {...useCase()} />;
}
