import { useLoaderData } from "@remix-run/react";

import { may } from "#app/domain/access/permissions.ts";
import type { AuthorityAtWork } from "#app/domain/certificates/authorities.ts";
import { readPublication } from "#app/domain/certificates/authority-state.ts";
import { latestRecheck } from "#app/domain/certificates/recheck.ts";
import { AuthorityPage } from "#app/ui/certificates/authority-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { showAuthority } from "#app/web/authority.server.ts";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["authority"] };
export const meta = pageMeta;

/** How the authority and that of tests stand: their certificates, what they publish (P13), and what the daily check of stored certificates found (P14). */
export const loader = staffLoader({ can: "authority:read" }, async ({ actor, context, db, now, t }) => {
  const { authority, testAuthority } = context.office;
  const standing = async (one: AuthorityAtWork) => ({ authority: one, publication: await readPublication(db, one.issuerId, now) });
  const tests = testAuthority && (await standing(testAuthority));
  return { title: t("authority:title"), ...showAuthority(await standing(authority), tests, await latestRecheck(db, now), may(actor, "account:read")) };
});

export default function Authority() {
  return (
    <StaffLayout>
      <AuthorityPage shown={useLoaderData<typeof loader>()} format={useFormat()} />
    </StaffLayout>
  );
}
