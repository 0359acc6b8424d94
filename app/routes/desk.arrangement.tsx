import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { readDeskList, writeDeskList } from "#app/domain/requests/desk-list.ts";
import { arrangeDesk, DENSITIES, OPTIONAL_COLUMNS } from "#app/domain/requests/desk-views.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import { deskAddress, paths } from "#app/web/paths.ts";
import { refusalShown } from "#app/web/problems.ts";

const ArrangementForm = z.object({
  list: z.string().max(800).catch("").transform(readDeskList),
  columns: z.array(z.enum(OPTIONAL_COLUMNS)).catch([]),
  density: z.enum(DENSITIES).catch("comfortable"),
  opensOn: z.uuid().nullable().catch(null),
});

/** Keeps how this person wants the desk: columns, density, first view: `arrangeDesk`. */
export const action = staffAction({ can: "request:list", input: ArrangementForm }, async ({ input, context, actor }) => {
  const { list, columns, density, opensOn } = input;
  await arrangeDesk(context.office, { by: actor, change: { hidden: OPTIONAL_COLUMNS.filter((column) => !columns.includes(column)), density, opensOn } });
  return redirect(deskAddress(writeDeskList(list)), 303);
});

/** Nothing changes by looking: who comes here by hand goes to the list. */
export const loader = staffLoader({ can: "request:list" }, async ({ request }) => (cameByHand(request) ? redirect(paths.desk()) : null));

export default function Arrangement() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
