import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { Undelivered } from "#app/ui/desk/undelivered.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { staffLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { showUndelivered } from "#app/web/undelivered.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["undelivered"] };
export const meta = pageMeta;

const Search = z.object({ done: z.enum(["sent-again", "proposed", "account-ends", "is-known", "nothing"]).optional().catch(undefined) });

/** The user numbers that did not arrive (R25, R93). */
export const loader = staffLoader({ can: "number:send-again", input: Search }, async ({ input, actor, db, now, t }) => ({
  ...(await showUndelivered({ db, actor, now, t })),
  done: input.done ?? null,
}));

export default function UndeliveredNumbers() {
  const { done, ...shown } = useLoaderData<typeof loader>();
  return (
    <StaffLayout>
      <Undelivered shown={shown} format={useFormat()} problem={null} done={done} />
    </StaffLayout>
  );
}
