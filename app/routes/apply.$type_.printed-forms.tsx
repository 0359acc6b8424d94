import { redirect } from "@remix-run/node";

import { getPaperType, printBlankForm } from "#app/domain/requests/paper/print.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import { drawnForm, publicPaperType } from "#app/web/paper.server.ts";
import { TypeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";

/** Makes a blank form with a code of its own: `printBlankForm`. Of whoever asks nothing is kept. */
export const action = publicAction(
  { params: TypeParams, limit: { name: "form.print", points: 20, perSeconds: 3600 }, refusedAt: ({ type = "" }) => paths.paper(type) },
  async ({ params, context, db, now }) => {
    publicPaperType(await getPaperType(db, params.type));
    return drawnForm(context, await printBlankForm(context.office, { type: params.type, by: null, now }), now);
  },
);

/** A form is made only by the button: who comes here by hand goes to where it is. */
export const loader = publicLoader({ params: TypeParams.partial() }, async ({ params: { type } }) => redirect(type === undefined ? paths.home() : paths.paper(type)));
