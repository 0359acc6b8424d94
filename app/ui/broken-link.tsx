import { useTranslation } from "react-i18next";

import { LinkButton } from "./button.tsx";
import { PublicLayout } from "./public-layout.tsx";
import { Card, PageTitle } from "./section.tsx";

export type BrokenBy = "unknown" | "expired" | "ended";

/** Kinds of links that say what else to do; those of a form can also be begun again. */
const KINDS = ["resume", "confirm", "status", "objection", "identification"];
const FORMS = ["resume", "confirm"];

/** What stands behind a link that leads nowhere: what that means, and what to do now. Nothing went wrong, so there is no number to read out. */
export function BrokenLink({ what, kind }: { what: BrokenBy; kind: string }) {
  const { t } = useTranslation("common");
  const steps = t(`brokenLink.steps.${KINDS.includes(kind) ? kind : "other"}`, { returnObjects: true }) as string[];
  return (
    <PublicLayout>
      <PageTitle title={t(`brokenLink.title.${what}`)} lead={t(`brokenLink.text.${what}`)} />
      <Card title={t("brokenLink.what")} className="max-w-text">
        <ul className="grid list-disc gap-2 pl-6 marker:text-petrol">
          {steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ul>
      </Card>
      <LinkButton to="/" look="other" className="justify-self-start">
        {FORMS.includes(kind) ? t("brokenLink.again") : t("errorPage.home")}
      </LinkButton>
    </PublicLayout>
  );
}
