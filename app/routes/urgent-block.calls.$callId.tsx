import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { BlockedByPhone } from "#app/ui/urgent-block/blocked-by-phone.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { showCall } from "#app/web/urgent-block.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["urgent-block"] };
export const meta = pageMeta;

const Search = z.object({ again: z.literal("yes").optional().catch(undefined) });

/** What came of a call, for whoever took it and for nobody else. */
export const loader = staffLoader({ can: "account:block", params: z.object({ callId: z.uuid() }), input: Search }, async ({ params: { callId }, input, actor, db, t }) => ({
  ...(await showCall({ db, actor, t }, callId)),
  again: input.again === "yes",
}));

export default function Blocked() {
  const { again, ...shown } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <BlockedByPhone shown={shown} again={again} format={useFormat()} next={paths.urgentBlock()} />
    </StaffLayout>
  );
}
