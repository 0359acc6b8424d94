import { useLoaderData } from "@remix-run/react";
import { Phone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { openDraft } from "#app/domain/requests/draft.ts";
import { Destination } from "#rules/vocabulary.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { BackLink } from "#app/ui/form/back-link.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { Card, PageTitle } from "#app/ui/section.tsx";
import { useShell } from "#app/ui/shell.tsx";
import { publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";

export const handle: PageHandle = { i18n: ["public"] };
export const meta = pageMeta;

const Search = z.object({
  draft: z.string().max(60).optional().catch(undefined),
  page: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/).optional().catch(undefined),
  onward: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/).optional().catch(undefined),
});

/** What has a form of its own (R6, R10): the page leads to it, and the office need not be called. */
const FORMS: Partial<Record<Destination, string>> = {
  "contact-change": "contact-change",
  "main-contact-first": "contact-change",
  "contact-asks": "contact-change",
  "zorginkoop-form": "purchasing-portal",
};

/** Where a request has to go instead (R1, R4, R6, R10): the form for it or how to reach us, and the way back to the form that was begun. */
export const loader = publicLoader({ params: z.object({ destination: Destination }), input: Search }, async ({ params, input, context, db, now, t }) => {
  const { draft, page, onward } = input;
  if (draft !== undefined) await openDraft(db, context.office.secrets.link, draft, now);
  const at = draft === undefined ? null : `/draft/${draft}`;
  return {
    title: t(`public:refer.${params.destination}.title`),
    destination: params.destination,
    form: FORMS[params.destination] ?? null,
    back: at === null ? "/" : `${at}/${page ?? "review"}`,
    onward: at !== null && onward !== undefined ? `${at}/${onward}` : null,
    saved: at !== null,
  };
});

export default function Refer() {
  const { t } = useTranslation("public");
  const { office } = useShell();
  const { destination, form, back, onward, saved, title } = useLoaderData<typeof loader>();
  const steps = t(`refer.${destination}.steps`, { returnObjects: true }) as string[];
  return (
    <PublicLayout>
      <BackLink to={back}>{t("refer.back")}</BackLink>
      <PageTitle title={title} lead={t(`refer.${destination}.text`)} />
      <Card title={t("refer.how")} className="max-w-text">
        <ol className="grid list-decimal gap-2 pl-6 marker:font-semibold marker:text-petrol">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        {form === null ? (
          <>
            <p className="mt-5 flex flex-wrap items-center gap-x-2 border-t border-line pt-4">
              <Phone aria-hidden className="size-5 text-petrol" />
              <a href={`tel:${office.phone}`} className="font-semibold text-link">
                {t("refer.call", { phone: office.phoneShown })}
              </a>
              <a href={`mailto:${office.email}`} className="text-link">
                {t("refer.mail", { email: office.email })}
              </a>
            </p>
            <p className="text-help mt-1">{t("refer.hours", { hours: office.hours })}</p>
          </>
        ) : null}
      </Card>
      {saved ? <Notice title={t("refer.backTitle")} /> : null}
      <div className="flex flex-wrap gap-3">
        {form === null ? null : <LinkButton to={paths.apply(form)}>{t(`refer.${destination}.open`)}</LinkButton>}
        {onward === null ? null : (
          <LinkButton to={onward} look={form === null ? undefined : "other"}>
            {t("refer.onward")}
          </LinkButton>
        )}
        {saved ? (
          <LinkButton to={back} look="other">
            {t("refer.back")}
          </LinkButton>
        ) : null}
      </div>
    </PublicLayout>
  );
}
