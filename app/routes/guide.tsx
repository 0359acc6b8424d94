import { useTranslation } from "react-i18next";

import { LinkButton } from "#app/ui/button.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { PageTitle, Section } from "#app/ui/section.tsx";
import { publicLoader } from "#app/web/guards.server.ts";
import type { PageHandle } from "#app/web/i18n.ts";
import { pageMeta } from "#app/web/page-meta.ts";
import { paths } from "#app/web/paths.ts";

export const handle: PageHandle = { i18n: ["public"] };
export const meta = pageMeta;

/** The activation guide (R18, R117), linked from the e-mail with the user number and from the installation page. */
export const loader = publicLoader({}, async ({ t }) => ({ title: t("guide.title") }));

const NEEDS = ["number", "pin", "device", "time"] as const;
const STEPS = ["enter", "key", "password", "save", "open"] as const;
const DEVICES = ["windows", "mac", "iphone", "android", "firefox"] as const;
const KINDS = ["personal", "system", "test"] as const;
const TROUBLES = ["closed", "blocked", "valid"] as const;

export default function Guide() {
  const { t } = useTranslation("common");
  return (
    <PublicLayout>
      <PageTitle title={t("guide.title")} lead={t("guide.lead")} />
      <Section title={t("guide.needTitle")}>
        <ul className="grid max-w-text list-disc gap-2 pl-6 marker:text-petrol">
          {NEEDS.map((need) => (
            <li key={need}>{t(`guide.need.${need}`)}</li>
          ))}
        </ul>
      </Section>
      <Section title={t("guide.stepsTitle")}>
        <ol className="grid max-w-text gap-4">
          {STEPS.map((step, index) => (
            <li key={step} className="grid grid-cols-[2.25rem_1fr] gap-x-4">
              <span aria-hidden className="grid size-9 place-items-center rounded-full bg-petrol font-bold text-on-petrol">
                {index + 1}
              </span>
              <div className="pt-1">
                <h3 className="text-lg">{t(`guide.steps.${step}.title`)}</h3>
                <p>{t(`guide.steps.${step}.text`)}</p>
              </div>
            </li>
          ))}
        </ol>
        <p className="mt-2">
          <LinkButton to={paths.install()}>{t("guide.act")}</LinkButton>
        </p>
      </Section>
      <Section title={t("guide.devicesTitle")}>
        <dl className="grid gap-4 sm:grid-cols-2">
          {DEVICES.map((device) => (
            <div key={device} id={device} className="rounded-md border border-line bg-sheet p-4">
              <dt className="font-semibold">{t(`guide.devices.${device}.title`)}</dt>
              <dd>{t(`guide.devices.${device}.text`)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={t("guide.kindsTitle")}>
        <dl className="grid max-w-text gap-4">
          {KINDS.map((kind) => (
            <div key={kind} id={kind}>
              <dt className="font-semibold">{t(`guide.kinds.${kind}.title`)}</dt>
              <dd>{t(`guide.kinds.${kind}.text`)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={t("guide.troubleTitle")}>
        <ul className="grid max-w-text list-disc gap-2 pl-6 marker:text-petrol">
          {TROUBLES.map((trouble) => (
            <li key={trouble}>{t(`guide.trouble.${trouble}`)}</li>
          ))}
        </ul>
        <p>
          <LinkButton to={paths.contact()} look="other">
            {t("public.contact")}
          </LinkButton>
        </p>
      </Section>
    </PublicLayout>
  );
}
