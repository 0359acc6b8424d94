import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { z } from "zod";

import { saveDraft } from "#app/domain/requests/draft.ts";
import { withoutEntry } from "#app/domain/requests/form/entries.ts";
import { contentWith } from "#app/domain/requests/form/fill-in.ts";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { draftBehind } from "#app/web/counter.server.ts";
import { entryIn, repeatingPageOf } from "#app/web/entries.server.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import { refusalShown } from "#app/web/problems.ts";

const Params = z.object({ token: z.string(), page: z.string(), entry: z.string() });

/** Takes one of several off the list; those after them move up. On a list that another tab changed nobody is taken away, for it may be somebody else. */
export const action = publicAction(
  { params: Params, input: z.object({ seen: z.string().max(40).catch("") }), limit: { name: "draft.page", points: 600, perSeconds: 3600 } },
  async ({ params, input, context, db, language, now }) => {
    const { row, form } = await draftBehind(context.office, params.token, now);
    const page = repeatingPageOf(form, params.page);
    const list = `/draft/${params.token}/${page.id}`;
    const entry = await entryIn(db, form, params.entry, { list, now });
    const content = await contentWith(db, form, withoutEntry(form.type.pages, form.content.typed, entry), now);
    await saveDraft(context.office, { row, page, seen: input.seen, content, language, now });
    return redirect(list, 303);
  },
);

/** Nothing is taken away by looking: who comes here by hand goes to the list. */
export const loader = publicLoader({ params: Params }, async ({ params, request }) => (cameByHand(request) ? redirect(`/draft/${params.token}/${params.page}`) : null));

export default function Removal() {
  return <ErrorPage {...refusalShown(useActionData())} />;
}
