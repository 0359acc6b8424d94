import { type ShouldRevalidateFunction, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { decideRenewal } from "#app/domain/certificates/renew.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { KeyToFile } from "#app/ui/install/key-to-file.tsx";
import { BackLink } from "#app/ui/navigation.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import type { PageHandle } from "#app/web/i18n.ts";
import { showRenewal } from "#app/web/my.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { useFormat } from "#app/web/use-format.ts";
import { userLoader } from "#app/web/user-guards.server.ts";

export const handle: PageHandle = { i18n: ["my", "installation"] };
export const meta = pageMeta;

/** Whether the certificate in hand may be renewed now (R36), and else why not; `notSaved` is for whoever lost the file of a moment ago (D5). */
export const loader = userLoader({ input: z.object({ notSaved: z.literal("yes").nullable().catch(null) }) }, async ({ db, entrant, now, input, language, t }) => {
  const renewal = showRenewal(await decideRenewal(db, { serial: entrant.serial, now }), language);
  const begins = renewal.mayRenew || (renewal.isRenewed && input.notSaved === "yes");
  return { title: t("my:renewal.title"), holder: entrant.name, userNumber: entrant.userNumber, renewal, begins, notSaved: input.notSaved };
});

/** What the page asks for in the background changes nothing that it shows, and drawing it anew would throw the key away. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ formAction, defaultShouldRevalidate }) => (formAction?.startsWith("/my/renewal/") ? false : defaultShouldRevalidate);

export default function Renewal() {
  const { t } = useTranslation("my");
  const { holder, userNumber, renewal, begins, notSaved } = useLoaderData<typeof loader>();
  const format = useFormat();
  if (begins) {
    return (
      <KeyToFile
        making={{
          userNumber, holder, hello: `${t("renewal.hello", { holder })} ${t(renewal.because === null ? "renewal.lead" : "renewal.leadCorrected")}`, isSaved: false, makeAt: paths.myRenewalCertificate(), savedAt: null,
          besides: notSaved === null ? {} : { notSaved },
        }}
        stepsBefore={0}
        frame={(_step, content) => (
          <>
            <BackLink to={paths.my()}>{t("title")}</BackLink>
            {content}
          </>
        )}
        afterwards={<p className="max-w-text">{t(renewal.because === null ? "renewal.next" : "renewal.nextCorrected")}</p>}
      />
    );
  }
  return (
    <>
      <BackLink to={paths.my()}>{t("title")}</BackLink>
      <PageTitle title={t("renewal.notNow")} />
      <Notice kind="info">{renewal.sentence ?? t("renewal.from", { date: format.date(renewal.opensAt) })}</Notice>
      {renewal.isRenewed ? (
        <div className="grid gap-2">
          <LinkButton to={`${paths.myRenewal()}?notSaved=yes`} look="other" className="justify-self-start">{t("renewal.notSaved")}</LinkButton>
          <p className="max-w-text text-help">{t("renewal.notSavedHelp")}</p>
        </div>
      ) : null}
    </>
  );
}
