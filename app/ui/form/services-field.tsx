import { Link } from "@remix-run/react";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { OfferedService, ServiceChoice } from "#app/domain/requests/form/offer.ts";

import { CheckboxGroup, FieldGroup } from "../choices.tsx";
import type { FieldFace } from "../field.tsx";
import { Notice } from "../notice.tsx";

/** The services that an AGB code may have, by the law that they rest on, and below them why the others are not there (R14). */
export function ServicesField({ choice, chosen, ...face }: FieldFace & { choice: ServiceChoice; chosen: readonly string[] }) {
  const { t } = useTranslation("form");
  if (choice.groups.length === 0) return <Notice kind="warn">{t("services.none")}</Notice>;
  return (
    <div className="grid max-w-form gap-5">
      {choice.known ? null : <Notice kind="warn">{t("services.unknown")}</Notice>}
      <FieldGroup {...face}>
        {choice.groups.map(({ basis, services }) => (
          <CheckboxGroup
            key={basis}
            name={face.name}
            id={`${face.name}--${basis}`}
            label={<span className="text-base text-soft">{t(`basis.${basis}`)}</span>}
            values={chosen}
            choices={services.map((service) => ({ value: service.id, label: service.name, help: <ServiceHelp service={service} /> }))}
          />
        ))}
      </FieldGroup>
      {choice.excluded.length === 0 ? null : <Excluded choice={choice} />}
    </div>
  );
}

function ServiceHelp({ service }: { service: OfferedService }) {
  const { t } = useTranslation("form");
  return (
    <>
      <p>
        {service.description} {t("services.rights", { rights: service.rights.join(", ") })}
      </p>
      {service.needsAddendum ? <p>{t("services.addendum")}</p> : null}
      {service.maxUsers === null ? null : <p>{t("services.maximum", { most: service.maxUsers })}</p>}
    </>
  );
}

function Excluded({ choice }: { choice: ServiceChoice }) {
  const { t } = useTranslation("form");
  return (
    <details className="group text-base">
      <summary className="flex items-center gap-1 py-2 text-link">
        <ChevronRight aria-hidden className="size-4 group-open:rotate-90" />
        {t("services.excluded")}
      </summary>
      <p className="pt-1 pb-2 text-soft">{t("services.excludedIntro")}</p>
      <ul className="grid gap-2 border-l-4 border-line pl-4">
        {choice.excluded.map(({ id, name, why, recognition, form }) => (
          <li key={id}>
            <span className="font-semibold">{name}</span>: {t(`services.why.${why}`, { name: recognition })}
            {form === null ? "." : <>. <Link to={form} className="text-link">{t("services.ownForm")}</Link>.</>}
          </li>
        ))}
      </ul>
    </details>
  );
}
