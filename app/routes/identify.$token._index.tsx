import { redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink } from "#app/domain/access/links.ts";
import { hasOpenOrder, mayOrder } from "#app/domain/identification/appointment.ts";
import { type Asked, confirmRequest, openAsked } from "#app/domain/identification/asked.ts";
import { AskedFacts } from "#app/ui/identification/asked-facts.tsx";
import { StageNotice } from "#app/ui/identification/stage-notice.tsx";
import { WayAlong } from "#app/ui/identification/way-along.tsx";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { showAsked } from "#app/web/identification.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { isActionProblem } from "#app/web/problems.ts";

export const handle: PageHandle = { i18n: ["identification", "appointment"] };
export const meta = pageMeta;

const params = z.object({ token: z.string().max(100) });

/** For whom, what and by whom (D24); whoever has confirmed goes on to the bank. */
export const loader = publicLoader({ params }, async ({ params, db, context, now, t, language }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "identification", now);
  const asked = await openAsked(context.office, { link, now });
  if (asked.stage === "choose-bank" || asked.stage === "at-bank") throw redirect(`/identify/${params.token}/${wayOf(asked)}`);
  const next = hasOpenOrder(asked) ? ("underWay" as const) : asked.stage === "at-desk" && mayOrder(asked) ? ("offer" as const) : null;
  return { next, title: t(`identification:stage.${asked.stage}.title`), stage: asked.stage, token: params.token, asked: await showAsked(context.office, asked, language) };
});

/** "I know this request and agree": `confirmRequest`. */
export const action = publicAction({ params }, async ({ params, db, context, now }) => {
  const link = await openLink(db, context.office.secrets.link, params.token, "identification", now);
  await confirmRequest(context.office, { link, now });
  return redirect(`/identify/${params.token}/bank`, 303);
});

/** Whoever asked for something else than a bank comes back to that. */
function wayOf(asked: Asked): "appointment" | "otherwise" | "bank" {
  if (hasOpenOrder(asked)) return "appointment";
  return asked.party.otherWayAskedAt === null ? "bank" : "otherwise";
}

export default function Identify() {
  const { t } = useTranslation("identification");
  const { stage, title, token, asked, next } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (stage !== "confirm") {
    return (
      <PublicLayout>
        <PageTitle title={title} kicker={asked.reference} />
        <StageNotice stage={stage} />
        {next === null ? null : (
          <div className="grid justify-items-start gap-3">
            <p className="max-w-text">{t(`appointment:${next}.text`)}</p>
            <LinkButton look="other" to={`/identify/${token}/appointment`}>
              {t(`appointment:${next}.link`)}
            </LinkButton>
          </div>
        )}
        <AskedFacts asked={asked} />
      </PublicLayout>
    );
  }
  return (
    <PublicLayout aside={<WayAlong at="confirm" />} asideLabel={t("way.label")}>
      <ErrorSummary problem={isActionProblem(answer) ? answer.problem : null} />
      <PageTitle title={title} kicker={asked.reference} lead={t("confirm.lead", { person: asked.person, enterprise: asked.enterprise })} />
      <AskedFacts asked={asked} />
      <p className="max-w-text">{t("confirm.meaning")}</p>
      <div className="flex flex-wrap items-center gap-3">
        <Form method="post">
          <Button>{t("confirm.yes")}</Button>
        </Form>
        <LinkButton look="danger" to={`/identify/${token}/denial`}>
          {t("confirm.no")}
        </LinkButton>
      </div>
    </PublicLayout>
  );
}
