import { Outlet, useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { may } from "#app/domain/access/permissions.ts";
import { listEndings } from "#app/domain/registers/endings.ts";
import { latestWalk } from "#app/domain/registers/walk.ts";
import { RegisterEndings } from "#app/ui/desk/register-endings.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["register-endings"] };
export const meta = pageMeta;

/** What ends at KVK and Vektis, and how the daily walk along them goes. */
export const loader = staffLoader({ can: "register:list", input: z.object({ checked: z.literal("yes").optional().catch(undefined) }) }, async ({ input, actor, db, t }) => {
  const { last, running } = await latestWalk(db);
  return {
    title: t("register-endings:title"),
    checked: input.checked === "yes",
    mayCheck: may(actor, "register:check"),
    walk: {
      last: last?.endedAt ? { at: last.endedAt.toISOString(), checked: last.checked, unread: last.unread } : null,
      running: running && { checked: running.checked, waitUntil: running.waitUntil?.toISOString() ?? null },
    },
    lines: (await listEndings(db)).map(({ enterpriseId, seenAt, blockedAt, foundAt: _foundAt, agbCode, kvkNumber, ...line }) => ({
      ...line,
      registration: agbCode === null ? `${t("common:registeredAs.kvk")} ${kvkNumber}` : `${t("common:registeredAs.agb")} ${agbCode}`,
      to: may(actor, "organisation:read") ? paths.customer(enterpriseId) : null,
      seenAt: seenAt.toISOString(),
      blockedAt: blockedAt?.toISOString() ?? null,
    })),
  };
});

export default function Endings() {
  const shown = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <RegisterEndings shown={shown} format={useFormat()} path={paths.registerEndings()}>
        <Outlet />
      </RegisterEndings>
    </StaffLayout>
  );
}
