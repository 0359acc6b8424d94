import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { readDeskList, writeDeskList } from "#app/domain/requests/desk-list.ts";
import { removeView } from "#app/domain/requests/desk-views.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { ViewParams } from "#app/web/params.ts";
import { deskAddress, paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

/** Takes a saved view away; the list itself stays where its address is: `removeView`. */
export const action = staffAction({ can: "request:list", params: ViewParams, input: z.object({ list: z.string().max(800).catch("").transform(readDeskList) }) }, async ({ params: { viewId }, input: { list }, context, actor, now }) => {
  await removeView(context.office, { viewId, by: actor, now });
  return redirect(deskAddress(writeDeskList(list)), 303);
});

/** Nothing is taken away by looking: who comes here by hand goes to the list. */
export const loader = staffLoader({ can: "request:list" }, async ({ request }) => (cameByHand(request) ? redirect(paths.desk()) : null));

export default function Removal() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
