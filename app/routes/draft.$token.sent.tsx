import { redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { MailOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { answerAt } from "#app/domain/requests/form/read.ts";
import { LinkButton } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle, Section } from "#app/ui/section.tsx";
import { draftBehind } from "#app/web/counter.server.ts";
import { publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";

export const handle: PageHandle = { i18n: ["public"] };
export const meta = pageMeta;

const Search = z.object({ late: z.literal("yes").optional().catch(undefined) });

/** After sending: nothing happens before the e-mail address is confirmed, so this page says where to look. */
export const loader = publicLoader({ params: z.object({ token: z.string() }), input: Search }, async ({ params, input, context, now, t }) => {
  const { row, form } = await draftBehind(context.office, params.token, now);
  if (!row.submittedAt) throw redirect(`/draft/${params.token}/review`);
  const email = answerAt(form.content.answers, form.type.about.applicantEmail);
  return { title: t("public:sent.title"), type: form.type.id, email: typeof email === "string" ? email : "", isLate: input.late === "yes" };
});

export default function Sent() {
  const { t } = useTranslation("public");
  const { email, type, title, isLate } = useLoaderData<typeof loader>();
  return (
    <PublicLayout>
      {isLate ? (
        <Notice kind="warn" title={t("sent.late.title")} live>
          <p>{t("sent.late.text")}</p>
        </Notice>
      ) : null}
      <MailOpen aria-hidden className="size-12 text-petrol" strokeWidth={1.5} />
      <PageTitle title={title} lead={t("sent.lead")} />
      <p className="max-w-text">{t("sent.text", { email })}</p>
      <Section title={t("sent.helpTitle")}>
        <ul className="grid max-w-text list-disc gap-2 pl-6 marker:text-soft">
          <li>{t("sent.spam")}</li>
          <li>{t("sent.wrong")}</li>
        </ul>
        <LinkButton to={paths.apply(type)} look="other" className="justify-self-start">
          {t("sent.again")}
        </LinkButton>
      </Section>
    </PublicLayout>
  );
}
