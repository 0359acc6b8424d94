import { redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink } from "#app/domain/access/links.ts";
import { denyRequest, openAsked } from "#app/domain/identification/asked.ts";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { AskedFacts } from "#app/ui/identification/asked-facts.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { showAsked } from "#app/web/identification.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { isActionProblem } from "#app/web/problems.ts";

export const handle: PageHandle = { i18n: ["identification"] };
export const meta = pageMeta;

const params = z.object({ token: z.string().max(100) });

/** Asks once more before everything is stopped: a hasty tap on a phone is no denial. */
export const loader = publicLoader({ params }, async ({ params, db, context, now, t, language }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "identification", now);
  const asked = await openAsked(context.office, { link, now });
  if (asked.stage === "denied" || asked.stage === "done" || asked.stage === "over") throw redirect(`/identify/${params.token}`);
  return { title: t("identification:deny.title"), token: params.token, asked: await showAsked(context.office, asked, language) };
});

/** "I do not know this request": `denyRequest`. */
export const action = publicAction({ params }, async ({ params, db, context, now }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "identification", now);
  await denyRequest(context.office, { link, now });
  return redirect(`/identify/${params.token}`, 303);
});

export default function Deny() {
  const { t } = useTranslation("identification");
  const { title, token, asked } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <PublicLayout>
      <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />
      <PageTitle title={title} kicker={asked.reference} lead={t("deny.lead")} />
      <AskedFacts asked={asked} />
      <div className="flex flex-wrap items-center gap-3">
        <Form method="post">
          <Button look="danger">{t("deny.yes")}</Button>
        </Form>
        <LinkButton look="quiet" to={`/identify/${token}`}>
          {t("deny.back")}
        </LinkButton>
      </div>
    </PublicLayout>
  );
}
