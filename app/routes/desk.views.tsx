import { redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { readDeskList, writeDeskList } from "#app/domain/requests/desk-list.ts";
import { saveView } from "#app/domain/requests/desk-views.ts";
import { SavedViews } from "#app/ui/desk/list/arrange.tsx";
import { typedText } from "#app/ui/desk/typed.ts";
import { BackLink } from "#app/ui/navigation.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { cameByHand } from "#app/web/by-hand.ts";
import { staffAction, staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { deskAddress, paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";

export const handle: PageHandle = { i18n: ["desk", "desk-list"] };
export const meta = pageMeta;

const ViewForm = z.object({
  name: z.string().trim().min(1, "desk.view-unnamed").max(40),
  list: z.string().max(800).transform(readDeskList),
  ofTeam: z.literal("yes").optional().catch(undefined),
});

/** Gives a list a name, for oneself or for the team: `saveView`. */
export const action = staffAction({ can: "request:list", input: ViewForm }, async ({ input: { name, list, ofTeam }, context, actor, now }) => {
  await saveView(context.office, { name, list, ofTeam: ofTeam !== undefined, by: actor, now });
  return redirect(deskAddress(writeDeskList({ ...list, view: list.view ?? "all" })), 303);
});

/** What was refused has a page here, with what was typed; who comes by hand goes to the list. */
export const loader = staffLoader({ can: "request:list" }, async ({ request, t }) => (cameByHand(request) ? redirect(paths.desk()) : { title: t("desk-list:save.title") }));

export default function SaveView() {
  const { t } = useTranslation("desk-list");
  const answer: unknown = useActionData();
  const problem = isActionProblem(answer) ? answer.problem : null;
  const search = typedText(problem, "list");
  return (
    <StaffLayout>
      <BackLink to={`${paths.desk()}?${search}`}>{t("save.back")}</BackLink>
      <PageTitle title={t("save.title")} />
      <div className="max-w-form">
        <SavedViews action={paths.deskViews()} search={search} address="" saved={[]} mayShare={typedText(problem, "ofTeam") === "yes"} problem={problem} />
      </div>
    </StaffLayout>
  );
}
