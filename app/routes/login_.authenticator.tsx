import { useActionData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { beginLinking } from "#app/domain/login/authenticator.ts";
import { base32, keyUri } from "#app/domain/login/totp.ts";
import { Problem } from "#app/domain/problem.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { NewApp } from "#app/ui/login/new-app.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle } from "#app/ui/section.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { admit } from "#app/web/user-session.server.ts";

export const handle: PageHandle = { i18n: ["login"] };

/**
 * Begins to link an app, for whoever came with a certificate that may enter: `beginLinking`. The secret stands in this one answer, as QR code and as text, and
 * nowhere else: the page cannot be asked for again.
 */
export const action = publicAction({ input: z.object({ to: z.string().optional() }), limit: { name: "login.link", points: 20, perSeconds: 900 } }, async ({ request, context, db, now, input, language }) => {
  const admission = await admit(request, context);
  if (admission.at !== "code") throw new Problem("login.no-entry");
  const { userNumber } = admission.entrant;
  const { sealer, drawQr } = context.office.authenticators;
  const secret = await beginLinking(db, { userNumber, sealer, now });
  const modules = drawQr(keyUri(secret, { issuer: `${context.branding.name} (${language === "nl" ? "certificaat" : "certificate"})`, holder: userNumber }));
  return { made: { modules: modules.map((row) => row.map((dark) => (dark ? "1" : "0")).join("")), text: base32(secret).match(/.{1,4}/g)?.join(" ") ?? "", to: input.to ?? "" } };
});

/** Nothing, and no redirect: it is asked after the act as well, and would take the secret off the screen. Whoever comes here by hand is led back by the page. */
export const loader = publicLoader({}, async () => null);

export default function Authenticator() {
  const { t } = useTranslation("login");
  const answer = useActionData<typeof action>();
  if (answer !== undefined && !isActionProblem(answer)) return <PublicLayout><NewApp made={answer.made} action={paths.login()} /></PublicLayout>;
  return (
    <PublicLayout>
      <PageTitle title={t("title")} />
      {answer === undefined ? null : <Notice kind="warn">{answer.problem.message}</Notice>}
      <LinkButton to={paths.login()} className="justify-self-start">{t("backToLogin")}</LinkButton>
    </PublicLayout>
  );
}
