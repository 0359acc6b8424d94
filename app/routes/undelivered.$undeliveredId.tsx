import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { closeUndelivered } from "#app/domain/correspondence/send-number-again.ts";
import { giveUpNumber } from "#app/domain/effects/give-up-number.ts";
import { Undelivered } from "#app/ui/desk/undelivered.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { showUndelivered } from "#app/web/undelivered.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["undelivered"] };
export const meta = pageMeta;

/** The same page, for whoever comes back here because something was missing. */
export const loader = staffLoader({ can: "number:send-again" }, async ({ actor, db, now, t }) => showUndelivered({ db, actor, now, t }));

const Closing = z.object({ outcome: z.enum(["send", "end"]), to: z.uuid("undelivered.address-unknown").optional(), note: z.string().trim().min(1, "request.note-missing").max(1000) });

/** Sends a number again to a registered address (`closeUndelivered`), or gives it up (`giveUpNumber`). */
export const action = staffAction({ can: "number:send-again", params: z.object({ undeliveredId: z.uuid() }), input: Closing }, async ({ params, input, context, actor, now }) => {
  const about = { id: params.undeliveredId, note: input.note, by: actor, now };
  const done = input.outcome === "end" ? await giveUpNumber(context.office, about) : (await closeUndelivered(context.office, { ...about, to: input.to ?? "" })).state;
  return redirect(`${paths.undelivered()}?done=${done}`, 303);
});

export default function CloseUndelivered() {
  const shown = useLoaderData<typeof loader>();
  const format = useFormat();
  const answer: unknown = useActionData();
  return (
    <StaffLayout>
      <Undelivered shown={shown} format={format} problem={isActionProblem(answer) ? answer.problem : null} />
    </StaffLayout>
  );
}
