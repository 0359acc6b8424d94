import { data, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { enterWithCode, noteRefusal } from "#app/domain/login/enter.ts";
import { Problem } from "#app/domain/problem.ts";
import { CodeForm } from "#app/ui/login/code-form.tsx";
import { LinkApp } from "#app/ui/login/link-app.tsx";
import { NoCertificate } from "#app/ui/login/no-certificate.tsx";
import { Refused } from "#app/ui/login/refused.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { publicAction, publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { showLogin } from "#app/web/login.server.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { ownPath, paths } from "#app/web/paths.ts";
import { isActionProblem } from "#app/web/problems.ts";
import { useFormat } from "#app/web/use-format.ts";
import { admit, fromOf, userCookie } from "#app/web/user-session.server.ts";

export const handle: PageHandle = { i18n: ["login"] };
export const meta = pageMeta;

const Search = z.object({ to: z.string().catch(""), why: z.enum(["signed-out"]).nullable().catch(null) });

/** Who may come in, and how far they are: the certificate first, then a code (R45). What refuses a certificate says why, and what to do. */
export const loader = publicLoader({ input: Search }, async ({ request, context, db, now, input, t }) => {
  const admission = await admit(request, context);
  if (admission.at === "in") throw redirect(ownPath(input.to, paths.my()));
  if (admission.at === "refused") await noteRefusal(db, admission.judged, { from: fromOf(request, context), now, correlationId: context.correlationId });
  const shown = await showLogin(admission, request, context);
  const title = shown.at === "refused" ? t(`login:refused.${shown.why}.title`) : t("login:title");
  return data({ title, to: input.to, signedOut: input.why === "signed-out", shown }, { status: shown.at === "refused" ? 403 : 200 });
});

const Typed = z.object({ code: z.string().trim().min(1, "field.required").max(40), to: z.string().optional() });

/** Takes a code: `enterWithCode`. It never comes back with the form. */
export const action = publicAction({ input: Typed, secret: ["code"], limit: { name: "login", points: 60, perSeconds: 60 } }, async ({ request, context, db, now, input }) => {
  const admission = await admit(request, context);
  const to = ownPath(input.to, paths.my());
  if (admission.at === "in") return redirect(to, 303);
  if (admission.at !== "code") throw new Problem("login.no-entry");
  const { sealer, phones } = context.office.authenticators;
  const token = await enterWithCode(db, { entrant: admission.entrant, code: input.code, sealer, from: fromOf(request, context), phoneNow: phones.now(), now, correlationId: context.correlationId });
  return redirect(to, { status: 303, headers: { "Set-Cookie": await userCookie(token) } });
});

export default function Login() {
  const { t } = useTranslation("login");
  const { shown, to, signedOut } = useLoaderData<typeof loader>();
  const format = useFormat();
  const answer = useActionData<typeof action>();
  const problem = isActionProblem(answer) ? answer.problem : null;
  if (shown.at === "no-certificate") return <NoCertificate there={shown.there} />;
  if (shown.at === "refused") return <Refused why={shown.why} date={shown.date} until={shown.until} format={format} install={paths.install()} apply={paths.apply("new-user")} />;
  const ended = signedOut ? "signed-out" : shown.ended;
  return (
    <PublicLayout>
      {ended === null || problem !== null ? null : (
        <Notice kind={ended === "signed-out" ? "well" : "info"} live>
          {t(`ended.${ended}`)}
        </Notice>
      )}
      {shown.app === "none" ? <LinkApp name={shown.name} to={to} problem={problem} begin={paths.loginAuthenticator()} /> : null}
      {shown.app === "none" ? null : <CodeForm app={shown.app} name={shown.name} to={to} problem={problem} action={paths.login()} again={paths.loginAuthenticator()} lost={paths.apply("credential-request")} />}
    </PublicLayout>
  );
}
