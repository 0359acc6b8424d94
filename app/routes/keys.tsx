import { redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { arrangeDesk, readArrangement } from "#app/domain/requests/desk-views.ts";
import { KeyList } from "#app/ui/keyboard/key-list.tsx";
import { Card, PageTitle } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { ownPath, paths } from "#app/web/paths.ts";

export const handle: PageHandle = { i18n: ["desk"] };
export const meta = pageMeta;

const KeysForm = z.object({ singleKeys: z.enum(["on", "off"]), back: z.string().max(2000).catch("") });

/** Switches the single keys off or on, for this person and on every machine (WCAG 2.1.4): `arrangeDesk`. */
export const action = staffAction({ can: "anything", input: KeysForm }, async ({ input: { singleKeys, back }, context, actor }) => {
  await arrangeDesk(context.office, { by: actor, change: { singleKeys: singleKeys === "on" } });
  return redirect(ownPath(back, paths.keys()), 303);
});

/** What each key does. */
export const loader = staffLoader({ can: "anything" }, async ({ actor, db, t }) => ({ title: t("keyboard:help.title"), singleKeys: (await readArrangement(db, actor.id)).singleKeys }));

export default function Keys() {
  const { title, singleKeys } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <PageTitle title={title} />
      <Card className="max-w-form">
        <KeyList singleKeys={singleKeys} action={paths.keys()} here={paths.keys()} />
      </Card>
    </StaffLayout>
  );
}
