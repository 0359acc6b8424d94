import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";

import { LoginTable } from "#app/ui/my/login-table.tsx";
import { BackLink } from "#app/ui/navigation.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import type { PageHandle } from "#app/web/i18n.ts";
import { showLogins } from "#app/web/my.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";
import { userLoader } from "#app/web/user-guards.server.ts";

export const handle: PageHandle = { i18n: ["my"] };
export const meta = pageMeta;

/** Who logged in with my certificates, or tried to. */
export const loader = userLoader({}, async ({ db, entrant, t }) => ({ title: t("my:logins.title"), logins: await showLogins(db, entrant) }));

export default function MyLogins() {
  const { t } = useTranslation("my");
  const { logins } = useLoaderData<typeof loader>();
  return (
    <>
      <BackLink to={paths.my()}>{t("title")}</BackLink>
      <PageTitle title={t("logins.title")} lead={t("logins.lead")} />
      <LoginTable logins={logins} format={useFormat()} />
    </>
  );
}
