import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { BLOCK_CAUSES, listBlocked } from "#app/domain/dashboards/blocked.ts";
import { BlockedPage } from "#app/ui/reports/blocked-page.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["reports", "customers"] };
export const meta = pageMeta;

const Search = z.object({ cause: z.enum(BLOCK_CAUSES).catch("pin"), place: z.string().regex(/^[0-9]{14}$/).optional().catch(undefined) });

/** The very accounts behind a figure of what is blocked: `listBlocked`. The address says why they are. */
export const loader = staffLoader({ can: "report:read", input: Search }, async ({ input: { cause, place }, db, t }) => {
  const { lines, next } = await listBlocked(db, { cause, place });
  return {
    title: t(`reports:standing.blocked.${cause}`),
    fields: { cause },
    lines: lines.map(({ since, ...line }) => ({ ...line, since: since?.toISOString() ?? null, to: paths.account(line.userNumber) })),
    next: next && paths.blockedAccounts({ cause, place: next }),
    first: place === undefined ? null : paths.blockedAccounts({ cause }),
  };
});

export default function BlockedAccounts() {
  return (
    <StaffLayout wide>
      <BlockedPage {...useLoaderData<typeof loader>()} backPath={paths.reportOf("flow")} exportPath={paths.blockedAccountExports()} format={useFormat()} />
    </StaffLayout>
  );
}
