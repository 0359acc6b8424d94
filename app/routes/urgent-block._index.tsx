import { redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { FindAccount } from "#app/ui/urgent-block/find-account.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { showFound } from "#app/web/urgent-block.server.ts";

export const handle: PageHandle = { i18n: ["urgent-block"] };
export const meta = pageMeta;

const Search = z.object({ q: z.string().trim().max(100).catch("") });

/** Finds the account that a caller means (D23). A number that there is leads straight to it. */
export const loader = staffLoader({ can: "account:block", input: Search }, async ({ input: { q }, db, now, t }) => {
  const found = await showFound({ db, now }, q);
  if (found !== null && "to" in found) throw redirect(found.to);
  return { title: t("urgent-block:title"), q, found };
});

export default function UrgentBlock() {
  const { title, q, found } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <FindAccount title={title} text={q} found={found} />
    </StaffLayout>
  );
}
