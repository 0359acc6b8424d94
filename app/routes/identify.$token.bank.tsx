import { redirect, redirectDocument } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openLink } from "#app/domain/access/links.ts";
import { hasOpenOrder } from "#app/domain/identification/appointment.ts";
import { openAsked } from "#app/domain/identification/asked.ts";
import type { Issuer } from "#app/domain/identification/ports.ts";
import { startIdentification } from "#app/domain/identification/visit.ts";
import { isProblem } from "#app/domain/problem.ts";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { RadioGroup } from "#app/ui/choices.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { WayAlong } from "#app/ui/identification/way-along.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { Card, PageTitle } from "#app/ui/section.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { isActionProblem } from "#app/web/problems.ts";

export const handle: PageHandle = { i18n: ["identification", "appointment"] };
export const meta = pageMeta;

const params = z.object({ token: z.string().max(100) });
const Choice = z.object({ issuerId: z.string({ error: "field.choose" }).min(1, "field.choose").max(20) });

/** The banks to choose from; `banks` is null while the directory cannot be reached. */
export const loader = publicLoader({ params }, async ({ params, db, context, now, t }) => {
  const { office } = context;
  const link = await openLink(db, office.secrets.link, params.token, "identification", now);
  const asked = await openAsked(office, { link, now });
  if (asked.stage !== "choose-bank" && asked.stage !== "at-bank") throw redirect(`/identify/${params.token}`);
  const banks = await office.broker.listIssuers().catch((error: unknown): Issuer[] | null => {
    if (isProblem(error, "idin.unreachable") || isProblem(error, "idin.malformed")) return null;
    throw error;
  });
  return { title: t("identification:bank.title"), token: params.token, banks, isAway: asked.stage === "at-bank", isOrdered: hasOpenOrder(asked), before: asked.lastAttempt?.status ?? null };
});

/** Begins a visit to the chosen bank and sends the browser there: `startIdentification`. */
export const action = publicAction(
  { params, input: Choice, limit: { name: "identification.start", points: 15, perSeconds: 3600, key: ({ params }) => params.token } },
  async ({ params, input, db, context, now, language }) => {
    const { office, baseUrl } = context;
    const link = await openLink(db, office.secrets.link, params.token, "identification", now);
    const { url } = await startIdentification(office, office.broker, { link, issuerId: input.issuerId, returnUrl: `${baseUrl}/identify/return`, language, now });
    // The bank is no page of ours, even where a simulated one has our address.
    return redirectDocument(url, 303);
  },
);

export default function ChooseBank() {
  const { t } = useTranslation("identification");
  const { title, token, banks, isAway, isOrdered, before } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problem = isActionProblem(answer) ? answer.problem : null;
  const isLeaving = useNavigation().state !== "idle";
  const again = before === "cancelled" || before === "expired" || before === "failure" || before === "lost" ? before : null;
  return (
    <PublicLayout aside={<WayAlong at="bank" />} asideLabel={t("way.label")}>
      <ErrorSummary problem={problem} labels={{ issuerId: t("bank.choose") }} />
      <PageTitle title={title} lead={t("bank.lead")} />
      {isAway ? <Notice kind="info">{t("bank.away")}</Notice> : null}
      {again === null ? null : <Notice kind="warn">{t(`outcome.${again}.text`)}</Notice>}
      {banks === null || banks.length === 0 ? (
        <div className="grid gap-4">
          <Notice kind="warn" title={t("bank.outageTitle")}>
            <p>{t("bank.outage")}</p>
          </Notice>
          <LinkButton look="other" to={`/identify/${token}/bank`} reloadDocument className="justify-self-start">
            {t("bank.retry")}
          </LinkButton>
        </div>
      ) : (
        <Form method="post" noValidate className="grid gap-6">
          <RadioGroup
            name="issuerId"
            label={t("bank.choose")}
            help={t("bank.help")}
            error={problem?.fields["issuerId"]}
            value={[problem?.values["issuerId"] ?? ""].flat()[0]}
            choices={banks.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Button className="justify-self-start" disabled={isLeaving}>
            {isLeaving ? t("bank.leaving") : t("bank.go")}
          </Button>
        </Form>
      )}
      <p className="max-w-text text-help">{t("bank.privacy")}</p>
      <Card title={t("appointment:offer.title")} className="max-w-text">
        <div className="grid justify-items-start gap-3">
          <p>{t("appointment:offer.why")}</p>
          <LinkButton look={again === null ? "other" : "main"} to={`/identify/${token}/appointment`}>
            {t(isOrdered ? "appointment:underWay.link" : "appointment:offer.link")}
          </LinkButton>
          <Link to={`/identify/${token}/otherwise`} className="text-link">
            {t("appointment:other.abroad")}
          </Link>
        </div>
      </Card>
    </PublicLayout>
  );
}
