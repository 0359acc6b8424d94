import { useTranslation } from "react-i18next";

import { buttonClass, LinkButton } from "../button.tsx";
import { PublicLayout } from "../public-layout.tsx";
import { PageTitle, Section } from "../section.tsx";

const HELPS = ["closed", "elsewhere", "never"] as const;

/** No certificate came along. `there` is where browsers are asked for one, when that is not here. */
export function NoCertificate({ there }: { there: string | null }) {
  const { t } = useTranslation("login");
  return (
    <PublicLayout>
      <PageTitle title={t(there === null ? "none.title" : "there.title")} lead={t(there === null ? "none.lead" : "there.lead")} />
      {there === null ? null : (
        <a href={there} className={`${buttonClass()} justify-self-start`}>
          {t("there.act")}
        </a>
      )}
      <Section title={t("none.helpTitle")}>
        <ul className="grid max-w-text list-disc gap-2 pl-6 marker:text-petrol">
          {HELPS.map((help) => (
            <li key={help}>{t(`none.help.${help}`)}</li>
          ))}
        </ul>
        <div className="mt-2 flex flex-wrap gap-3">
          <LinkButton to="/guide" look="other">{t("none.guide")}</LinkButton>
          <LinkButton to="/install" look="other">{t("none.install")}</LinkButton>
        </div>
      </Section>
    </PublicLayout>
  );
}
