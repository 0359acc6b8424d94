import { redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { OWN_REASONS, revokeOwnCertificate } from "#app/domain/login/revoke-own.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox, RadioGroup } from "#app/ui/choices.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { BackLink } from "#app/ui/navigation.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { userAction, userLoader } from "#app/web/user-guards.server.ts";

export const handle: PageHandle = { i18n: ["my"] };
export const meta = pageMeta;

/** Why, and whether they are sure: this page is the question, so that it works without scripts. */
export const loader = userLoader({}, async ({ t }) => ({ title: t("my:revocation.title"), reasons: [...OWN_REASONS] }));

const Asked = z.object({ why: z.enum(OWN_REASONS), sure: z.literal("yes", "login.not-sure") });

/** Revokes the certificate in hand: `revokeOwnCertificate`. There is no way back, and the page that follows says so. */
export const action = userAction({ input: Asked }, async ({ input, entrant, context, now }) => {
  await revokeOwnCertificate(context.office, { entrant, why: input.why, now });
  return redirect(paths.login(), 303);
});

export default function Revocation() {
  const { t } = useTranslation("my");
  const { reasons } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problem = isActionProblem(answer) ? answer.problem : null;
  return (
    <>
      <BackLink to={paths.my()}>{t("title")}</BackLink>
      <ErrorSummary problem={problem} labels={{ why: t("revocation.reason"), sure: t("revocation.sure") }} />
      <PageTitle title={t("revocation.title")} lead={t("revocation.lead")} />
      <Form method="post" noValidate className="grid gap-6">
        <RadioGroup
          name="why"
          label={t("revocation.reason")}
          error={problem?.fields["why"]}
          value={[problem?.values["why"] ?? ""].flat()[0]}
          choices={reasons.map((why) => ({ value: why, label: t(`revocation.why.${why}.label`), help: t(`revocation.why.${why}.help`) }))}
        />
        <Checkbox name="sure" label={t("revocation.sure")} error={problem?.fields["sure"]} />
        <Button look="danger" className="justify-self-start">{t("revocation.confirm")}</Button>
      </Form>
    </>
  );
}
