import { useLoaderData } from "@remix-run/react";

import { Problem } from "#app/domain/problem.ts";
import { LogicPage } from "#app/ui/studio/logic-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { TypeParams } from "#app/web/params.ts";
import { findLogic } from "#app/web/studio-logic.server.ts";

export const handle: PageHandle = { i18n: ["studio"] };
export const meta = pageMeta;

/** All that a kind of request is made of, on one page. */
export const loader = staffLoader({ can: "definition:read", params: TypeParams }, async ({ params: { type }, db, now, t, language, context }) => {
  const logic = await findLogic({ db, now, t, language, texts: context.office.texts }, type);
  if (!logic) throw new Problem("page.not-found");
  return { logic, title: t("studio:logic.title", { title: logic.title }) };
});

export default function Logic() {
  const { logic, title } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <LogicPage {...logic} heading={title} />
    </StaffLayout>
  );
}
