import { data, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { Problem } from "#app/domain/problem.ts";
import { saveForLater } from "#app/domain/requests/draft.ts";
import { readEmail } from "#app/domain/requests/form/kinds/contact.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { EmailInput } from "#app/ui/form/email-input.tsx";
import { SentLater } from "#app/ui/form/sent-later.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { draftBehind, likelyOf, sentencesOf } from "#app/web/counter.server.ts";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { showProblem } from "#app/web/show-problem.server.ts";
import { useFormat } from "#app/web/use-format.ts";

export const handle: PageHandle = { i18n: ["public", "form"] };
export const meta = pageMeta;

const Params = z.object({ token: z.string() });

/** Everything is saved already; here the link can be had by e-mail. */
export const loader = publicLoader({ params: Params }, async ({ params, context, now, t }) => {
  const { row, form } = await draftBehind(context.office, params.token, now);
  if (row.submittedAt) throw redirect(`/draft/${params.token}/sent`);
  const email = form.content.typed[form.type.about.applicantEmail];
  return { title: t("public:later.title"), back: `/draft/resume/${params.token}`, email: typeof email === "string" ? email : "", until: row.expiresAt.toISOString() };
});

/** Mails the link that opens this form again. */
export const action = publicAction(
  { params: Params, input: z.object({ email: z.string().catch("") }), limit: { name: "draft.mail", points: 5, perSeconds: 3600, key: ({ params }) => params.token } },
  async ({ params, input, context, now, language, t }) => {
    const { row } = await draftBehind(context.office, params.token, now);
    const email = readEmail("email", input.email, { personal: false });
    if (!email.ok) {
      const fields = sentencesOf(email.errors, t, language);
      const problem = showProblem(new Problem("form.invalid"), { language, correlationId: context.correlationId, fields, values: { email: input.email } });
      return data({ problem }, { status: 422 });
    }
    await saveForLater(context.office, { draftId: row.id, email: email.value, language, now });
    return { sentTo: email.value, likely: likelyOf(email.value) };
  },
);

export default function Later() {
  const { t } = useTranslation("public");
  const { dateOnly } = useFormat();
  const { back, email, until, title } = useLoaderData<typeof loader>();
  const returned = useActionData<typeof action>();
  if (returned !== undefined && "sentTo" in returned) {
    return (
      <PublicLayout>
        <PageTitle title={t("later.sentTitle")} />
        <SentLater sentTo={returned.sentTo} likely={returned.likely} />
        <p className="max-w-text">{t("later.kept", { date: dateOnly(until) })}</p>
        <p className="text-help max-w-text">{t("later.spam")}</p>
        <BackLink to={back}>{t("later.back")}</BackLink>
      </PublicLayout>
    );
  }
  const problem = returned?.problem ?? null;
  return (
    <PublicLayout>
      <BackLink to={back}>{t("later.back")}</BackLink>
      <ErrorSummary problem={problem} labels={{ email: t("later.email") }} />
      <PageTitle title={title} lead={t("later.lead")} />
      <Form method="post" noValidate className="grid gap-6">
        <EmailInput label={t("later.email")} help={t("later.help")} error={problem?.fields["email"]} defaultValue={[problem?.values["email"] ?? email].flat()[0]} />
        <Button className="justify-self-start">{t("later.send")}</Button>
      </Form>
      <p className="text-help max-w-text">{t("later.kept", { date: dateOnly(until) })}</p>
    </PublicLayout>
  );
}
