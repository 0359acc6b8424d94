import { Link } from "@remix-run/react";
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import { LinkButton } from "#app/ui/button.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { Card, PageTitle, Section } from "#app/ui/section.tsx";
import { publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";

export const handle: PageHandle = { i18n: ["public"] };
export const meta = pageMeta;

export const loader = publicLoader({}, async ({ t }) => ({ title: t("public.name") }));

/** The kinds of change that have no form yet: each leads to what to have at hand when calling (R7, R10). */
const OTHERS = ["enrolment"] as const;

export default function Home() {
  const { t } = useTranslation("common");
  return (
    <PublicLayout>
      <PageTitle title={t("home.title")} lead={t("home.lead")} />
      <div className="grid gap-4 md:grid-cols-2">
        <Card title={t("home.newUser.title")} className="flex flex-col md:col-span-2">
          <p className="mb-5 max-w-text">{t("home.newUser.text")}</p>
          <p>
            <LinkButton to={paths.apply("new-user")}>{t("home.newUser.act")}</LinkButton>
          </p>
        </Card>
        <Card title={t("home.change.title")} className="flex flex-col">
          <p className="mb-5 grow">{t("home.change.text")}</p>
          <p>
            <LinkButton to={paths.apply("authorisation-change")} look="other">
              {t("home.change.act")}
            </LinkButton>
          </p>
        </Card>
        <Card title={t("home.purchasing.title")} className="flex flex-col">
          <p className="mb-5 grow">{t("home.purchasing.text")}</p>
          <p>
            <LinkButton to={paths.apply("purchasing-portal")} look="other">
              {t("home.purchasing.act")}
            </LinkButton>
          </p>
        </Card>
        {(["system", "test"] as const).map((kind) => (
          <Card key={kind} title={t(`home.${kind}.title`)} className="flex flex-col">
            <p className="mb-5 grow">{t(`home.${kind}.text`)}</p>
            <p>
              <LinkButton to={paths.apply(`${kind}-certificate`)} look="other">
                {t(`home.${kind}.act`)}
              </LinkButton>
            </p>
          </Card>
        ))}
        <Card title={t("home.revocation.title")} className="flex flex-col">
          <p className="mb-5 grow">{t("home.revocation.text")}</p>
          <p>
            <LinkButton to={paths.apply("revocation")} look="other">
              {t("home.revocation.act")}
            </LinkButton>
          </p>
        </Card>
        <Card title={t("home.contactChange.title")} className="flex flex-col">
          <p className="mb-5 grow">{t("home.contactChange.text")}</p>
          <p>
            <LinkButton to={paths.apply("contact-change")} look="other">
              {t("home.contactChange.act")}
            </LinkButton>
          </p>
        </Card>
        <Card title={t("home.credential.title")} className="flex flex-col">
          <p className="mb-5 grow">{t("home.credential.text")}</p>
          <p>
            <LinkButton to={paths.apply("credential-request")} look="other">
              {t("home.credential.act")}
            </LinkButton>
          </p>
        </Card>
        <Card title={t("home.data.title")} className="flex flex-col">
          <p className="mb-5 grow">{t("home.data.text")}</p>
          <p>
            <LinkButton to={paths.apply("data-change")} look="other">
              {t("home.data.act")}
            </LinkButton>
          </p>
        </Card>
        <Card title={t("home.install.title")} className="flex flex-col">
          <p className="mb-5 grow">{t("home.install.text")}</p>
          <p>
            <LinkButton to={paths.install()} look="other">
              {t("home.install.act")}
            </LinkButton>
          </p>
        </Card>
        <Card title={t("home.status.title")}>
          <p>{t("home.status.text")}</p>
        </Card>
      </div>
      <Section title={t("home.other.title")} className="mt-2">
        <p className="max-w-text">{t("home.other.text")}</p>
        <ul className="grid gap-x-8 md:grid-cols-2">
          <li className="border-b border-line">
            <Link to={paths.checklist()} className="flex min-h-12 items-center justify-between gap-3 py-2 text-link">
              {t("home.other.checklist")}
              <ArrowRight aria-hidden className="size-4 shrink-0" />
            </Link>
          </li>
          {OTHERS.map((topic) => (
            <li key={topic} className="border-b border-line">
              <Link to={`${paths.contact()}#${topic}`} className="flex min-h-12 items-center justify-between gap-3 py-2 text-link">
                {t(`home.other.${topic}`)}
                <ArrowRight aria-hidden className="size-4 shrink-0" />
              </Link>
            </li>
          ))}
        </ul>
      </Section>
    </PublicLayout>
  );
}
