import { Mail, MapPin, Phone } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Notice } from "#app/ui/notice.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle, Section } from "#app/ui/section.tsx";
import { useShell } from "#app/ui/shell.tsx";
import { publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";

export const handle: PageHandle = { i18n: ["public"] };
export const meta = pageMeta;

/** How to reach us (R116), and what to have at hand for the changes that have no form yet. */
export const loader = publicLoader({}, async ({ t }) => ({ title: t("contact.title") }));

const TOPICS = ["revocation", "contact", "enrolment", "pin"] as const;

export default function Contact() {
  const { t } = useTranslation("common");
  const { office } = useShell();
  return (
    <PublicLayout>
      <PageTitle title={t("contact.title")} lead={t("contact.lead")} />
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <Way icon={<Phone aria-hidden className="size-5" />} title={t("contact.phone")}>
          <a href={`tel:${office.phone}`} className="font-semibold text-link">
            {office.phoneShown}
          </a>
          <span className="text-help">{office.hours}</span>
        </Way>
        <Way icon={<Mail aria-hidden className="size-5" />} title={t("contact.email")}>
          <a href={`mailto:${office.email}`} className="font-semibold text-link">
            {office.email}
          </a>
        </Way>
        <Way icon={<MapPin aria-hidden className="size-5" />} title={t("contact.post")}>
          <address className="grid not-italic">
            {[office.name, ...office.postalAddress].map((line) => (
              <span key={line}>{line}</span>
            ))}
          </address>
        </Way>
      </ul>
      <Notice kind="warn">{t("contact.emailWarning")}</Notice>
      <Section title={t("contact.topicsTitle")}>
        <p className="max-w-text">{t("contact.topicsLead")}</p>
        <div className="max-w-text">
          {TOPICS.map((topic) => (
            <div key={topic} id={topic} className="border-b border-line py-4 target:border-l-4 target:border-l-petrol target:bg-petrol-tint target:px-4">
              <h3 className="text-lg">{t(`contact.topics.${topic}.title`)}</h3>
              <p>{t(`contact.topics.${topic}.text`)}</p>
            </div>
          ))}
        </div>
      </Section>
    </PublicLayout>
  );
}

function Way({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <li className="grid content-start gap-1 rounded-md border border-line bg-sheet p-5">
      <h2 className="flex items-center gap-2 text-xl">
        <span className="text-petrol">{icon}</span>
        {title}
      </h2>
      {children}
    </li>
  );
}
