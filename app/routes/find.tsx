import { Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { DeskSearch } from "#app/ui/desk/desk-search.tsx";
import { EmptyState, PageTitle } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { findEverything } from "#app/web/find.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";

export const handle: PageHandle = { i18n: ["desk", "requests"] };
export const meta = pageMeta;

/** Everything by name, as far as this person may see it: what Ctrl+K asks, and a page for whoever has no scripts. */
export const loader = staffLoader({ can: "anything", input: z.object({ q: z.string().trim().max(100).catch("") }) }, async ({ input: { q }, actor, db, now, t }) => {
  return { title: t("keyboard:palette.title"), q, found: await findEverything({ db, actor, now, t }, q) };
});

export default function Find() {
  const { t } = useTranslation("keyboard");
  const { title, q, found } = useLoaderData<typeof loader>();
  return (
    <StaffLayout search={<DeskSearch action={paths.find()} text={q} label={t("palette.label")} placeholder={t("palette.placeholder")} />}>
      <PageTitle title={title} />
      {found.length === 0 ? <EmptyState title={t("palette.none")} /> : null}
      <ul className="grid">
        {found.map(({ kind, label, about, to }) => (
          <li key={`${kind} ${to}`} className="flex flex-wrap items-baseline gap-x-3 border-b border-line py-1.5 last:border-0">
            <Link to={to} className="inline-flex min-h-6 items-center text-link" data-queue-link>
              {label}
            </Link>
            <span className="text-soft">{about}</span>
            <span className="ml-auto text-xs text-soft">{t(`palette.kind.${kind}`)}</span>
          </li>
        ))}
      </ul>
    </StaffLayout>
  );
}
