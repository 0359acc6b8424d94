import { Link } from "@remix-run/react";
import { Building2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import { StepList } from "../timeline.tsx";

export type FormStep = { id: string; short: string; state: "done" | "now" | "next"; href: string | null };

/** Beside the form: which steps there are, the practice that was found, and the way out that keeps everything. */
export function FormSteps({ steps, practice, form }: { steps: readonly FormStep[]; practice: string | null; form?: string }) {
  const { t } = useTranslation("form");
  return (
    <div className="grid gap-3">
      <StepList
        label={t("steps")}
        steps={steps.map(({ id, short, state, href }) => ({
          key: id,
          title: short,
          state,
          link: href === null ? undefined : <Link to={href} className="text-link">{short}</Link>,
        }))}
      />
      {practice === null ? null : (
        <p className="flex items-start gap-2 border-t border-line pt-3 text-base">
          <Building2 aria-hidden className="mt-1 size-4 shrink-0 text-soft" />
          <span>
            <span className="sr-only">{t("practiceFound")}: </span>
            {practice}
          </span>
        </p>
      )}
      {form === undefined ? null : (
        <button form={form} name="_intent" value="later" className={"hidden min-h-8 justify-self-start text-base text-link lg:block"}>
          {t("later")}
        </button>
      )}
    </div>
  );
}
