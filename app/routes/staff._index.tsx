import { useLoaderData } from "@remix-run/react";

import { listStaffRoles } from "#app/domain/access/role-changes.ts";
import { StaffList } from "#app/ui/staff/staff-list.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";

export const handle: PageHandle = { i18n: ["staff"] };
export const meta = pageMeta;

/** Who works here, and what each of them may do. */
export const loader = staffLoader({ can: "staff:list" }, async ({ context, db, t }) => ({
  title: t("staff:title"),
  isFromGroups: context.office.door !== null,
  people: await listStaffRoles(db),
}));

export default function StaffPage() {
  const { title, isFromGroups, people } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <StaffList title={title} isFromGroups={isFromGroups} people={people} path={paths.staffMember} />
    </StaffLayout>
  );
}
