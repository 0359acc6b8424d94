import { Form, Link, useLoaderData } from "@remix-run/react";
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";

import { getPaperType } from "#app/domain/requests/paper/print.ts";
import { Button } from "#app/ui/button.tsx";
import { BackLink } from "#app/ui/navigation.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle, Section } from "#app/ui/section.tsx";
import { useShell } from "#app/ui/shell.tsx";
import { publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { TypeParams } from "#app/web/params.ts";
import { paths } from "#app/web/paths.ts";
import { publicPaperType } from "#app/web/paper.server.ts";
import { refusedSentence } from "#app/web/refused.server.ts";

export const handle: PageHandle = { i18n: ["forms", "requests"] };
export const meta = pageMeta;

/** How somebody makes this request on paper, and where it is sent (R11, R104). */
export const loader = publicLoader({ params: TypeParams }, async ({ params, db, request, language, t }) => {
  const { type } = publicPaperType(await getPaperType(db, params.type));
  return {
    title: t("forms:public.title", { title: t(`requests:${type.id}.title`) }),
    type: type.id,
    isOnline: type.channels.includes("online"),
    byMail: type.channels.includes("email"),
    refused: refusedSentence(request, language),
  };
});

export default function OnPaper() {
  const { t } = useTranslation(["forms", "requests"]);
  const { title, type, isOnline, byMail, refused } = useLoaderData<typeof loader>();
  const { office } = useShell();
  return (
    <PublicLayout>
      <div className="grid gap-2">
        {isOnline ? <BackLink to={paths.apply(type)}>{t("common:back")}</BackLink> : null}
        <PageTitle title={title} lead={t("public.lead")} />
      </div>
      {refused === null ? null : <Notice kind="late">{refused}</Notice>}
      {isOnline ? (
        <Notice kind="info">
          {t("public.faster")} <Link to={paths.apply(type)}>{t("public.online")}</Link>
        </Notice>
      ) : null}
      <Section title={t("public.how")}>
        <ol className="grid max-w-text list-decimal gap-2 pl-6 marker:text-soft">
          {["make", "fill", "sign", "enclose"].map((step) => (
            <li key={step}>{t(`public.steps.${step}`)}</li>
          ))}
          <li>
            {t("public.steps.send")}
            <address className="grid py-2 font-semibold not-italic">
              {[office.name, ...office.postalAddress].map((line) => (
                <span key={line}>{line}</span>
              ))}
            </address>
            {byMail ? t("public.mail", { email: office.email }) : null}
          </li>
        </ol>
      </Section>
      <Notice kind="warn">{t("public.never")}</Notice>
      <Form method="post" action={paths.printedForms(type)} reloadDocument className="grid justify-items-start gap-2">
        <Button icon={Download}>{t("public.make")}</Button>
        <p className="text-help">{t("public.own")}</p>
      </Form>
    </PublicLayout>
  );
}
