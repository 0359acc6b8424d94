import { redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink } from "#app/domain/access/links.ts";
import { isRunning, openAsked } from "#app/domain/identification/asked.ts";
import { askOtherWay } from "#app/domain/identification/by-hand.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { isActionProblem } from "#app/web/problems.ts";

export const handle: PageHandle = { i18n: ["appointment", "identification"] };
export const meta = pageMeta;

const params = z.object({ token: z.string().max(100) });

/** For whom neither a bank nor an appointment at home can be: the office looks for another way (D26). */
export const loader = publicLoader({ params }, async ({ params, db, context, now, t }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "identification", now);
  const asked = await openAsked(context.office, { link, now });
  if (!isRunning(asked) || asked.party.confirmedAt === null || asked.party.result !== null) throw redirect(`/identify/${params.token}`);
  return { title: t("appointment:otherwise.title"), token: params.token, isAsked: asked.party.otherWayAskedAt !== null };
});

/** "Please help me another way": `askOtherWay`. */
export const action = publicAction({ params }, async ({ params, db, context, now }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "identification", now);
  await askOtherWay(context.office, { link, now });
  return redirect(`/identify/${params.token}/otherwise`, 303);
});

export default function Otherwise() {
  const { t } = useTranslation("appointment");
  const { title, token, isAsked } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <PublicLayout>
      <BackLink to={`/identify/${token}/bank`}>{t("back")}</BackLink>
      <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />
      <PageTitle title={title} lead={t("otherwise.lead")} />
      <p className="max-w-text">{t("otherwise.how")}</p>
      <p className="max-w-text">{t("otherwise.never")}</p>
      {isAsked ? (
        <>
          <Notice kind="well">{t("otherwise.asked")}</Notice>
          <nav aria-label={t("other.label")} className="grid justify-items-start gap-2">
            <Link to={`/identify/${token}/bank`} className="text-link">
              {t("other.bank")}
            </Link>
            <Link to={`/identify/${token}/appointment`} className="text-link">
              {t("offer.link")}
            </Link>
          </nav>
        </>
      ) : (
        <Form method="post">
          <Button>{t("otherwise.ask")}</Button>
        </Form>
      )}
    </PublicLayout>
  );
}
