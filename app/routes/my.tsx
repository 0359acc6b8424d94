import { Outlet, type ShouldRevalidateFunction, useLoaderData } from "@remix-run/react";

import { UserLayout } from "#app/ui/my/user-layout.tsx";
import type { PageHandle } from "#app/web/i18n.ts";
import { showFrame } from "#app/web/my.server.ts";
import { paths } from "#app/web/paths.ts";
import { userLoader } from "#app/web/user-guards.server.ts";

export const handle: PageHandle = { i18n: ["my"] };

/** The frame of a user's own pages; each of them asks again who is there. */
export const loader = userLoader({}, async ({ db, entrant }) => showFrame(db, entrant));

/** Where a corrected certificate takes the place of the one in hand (R107), asking anew would send its user away before the new file is saved. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formAction, defaultShouldRevalidate }) => (formAction?.startsWith("/my/renewal/") ? false : defaultShouldRevalidate);

export default function My() {
  const frame = useLoaderData<typeof loader>();
  return (
    <UserLayout frame={frame} home={paths.my()} logOut={paths.logOut()}>
      <Outlet />
    </UserLayout>
  );
}
