import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { z } from "zod";

import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle, Section } from "#app/ui/section.tsx";
import { publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";

export const handle: PageHandle = { i18n: ["public"] };
export const meta = pageMeta;

/** The terms as they were in one version (R15, R109): a request keeps which one was agreed to, so that versions are added and never changed. */
const VERSIONS = {
  "1": ["honest", "personal", "secret", "report", "privacy"],
  // The first one called every certificate a person's; software's and a test's are others (R87, R115).
  "2": ["honest", "personal", "software", "test", "secret", "report", "privacy"],
} as const;

export const loader = publicLoader({ params: z.object({ version: z.enum(["1", "2"]) }) }, async ({ params, t }) => ({
  title: t("terms.title"),
  version: params.version,
}));

export default function Terms() {
  const { t } = useTranslation("common");
  const { version } = useLoaderData<typeof loader>();
  return (
    <PublicLayout>
      <PageTitle title={t("terms.title")} kicker={t("terms.version", { version })} lead={t("terms.lead")} />
      {VERSIONS[version].map((article, index) => (
        <Section key={article} title={`${index + 1}. ${t(`terms.${version}.${article}.title`)}`}>
          <p className="max-w-text">{t(`terms.${version}.${article}.text`)}</p>
        </Section>
      ))}
    </PublicLayout>
  );
}
