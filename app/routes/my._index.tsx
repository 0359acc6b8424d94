import { useLoaderData } from "@remix-run/react";

import { decideRenewal } from "#app/domain/certificates/renew.ts";
import { MyPage } from "#app/ui/my/my-page.tsx";
import type { PageHandle } from "#app/web/i18n.ts";
import { showMine, showRenewal } from "#app/web/my.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";
import { userLoader } from "#app/web/user-guards.server.ts";

export const handle: PageHandle = { i18n: ["my"] };
export const meta = pageMeta;

/** My certificate (R50, R51, R90): who I am here, what I may use, how long, and who logged in. */
export const loader = userLoader({}, async ({ db, entrant, now, language, t }) => {
  const renewal = showRenewal(await decideRenewal(db, { serial: entrant.serial, now }), language);
  return { title: t("my:title"), renewal, mine: await showMine(db, entrant, { now, language }) };
});

export default function MyCertificate() {
  const { mine, renewal } = useLoaderData<typeof loader>();
  return <MyPage mine={mine} renewal={renewal} format={useFormat()} logins={paths.myLogins()} guide={paths.guide()} install={paths.install()} renew={paths.myRenewal()} revocation={paths.myRevocation()} askAgain={paths.apply("credential-request")} />;
}
