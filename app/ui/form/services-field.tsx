import { Link } from "@remix-run/react";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { OfferedService, ServiceChoice } from "#app/domain/requests/form/offer.ts";

import { CheckboxGroup, FieldGroup } from "../choices.tsx";
import type { FieldFace } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { DroppedServices } from "./dropped-services.tsx";

/** The services that an AGB code may have, by the law that they rest on; above them what was chosen and cannot be, below why others are not there (R14). Brief where they are asked once more for somebody else. */
export function ServicesField({ choice, chosen, isBrief = false, ...face }: FieldFace & { choice: ServiceChoice; chosen: readonly string[]; isBrief?: boolean }) {
  const { t } = useTranslation("form");
  const dropped = choice.excluded.filter(({ id }) => chosen.includes(id));
  if (choice.groups.length === 0) {
    return (
      <div className="grid max-w-form gap-5">
        <DroppedServices dropped={dropped} />
        <Notice kind="warn">{t("services.none")}</Notice>
      </div>
    );
  }
  return (
    <div className="grid max-w-form gap-5">
      <DroppedServices dropped={dropped} />
      {choice.known || isBrief ? null : <Notice kind="warn">{t("services.unknown")}</Notice>}
      <FieldGroup {...face}>
        {choice.groups.map(({ basis, services }) => (
          <CheckboxGroup
            key={basis}
            name={face.name}
            id={`${face.name}--${basis}`}
            label={<span className="text-base text-soft">{t(`basis.${basis}`)}</span>}
            values={chosen}
            choices={services.map((service) => ({ value: service.id, label: service.name, help: isBrief ? undefined : <ServiceHelp service={service} /> }))}
          />
        ))}
      </FieldGroup>
      {choice.excluded.length === 0 || isBrief ? null : <Excluded choice={choice} />}
    </div>
  );
}

function ServiceHelp({ service }: { service: OfferedService }) {
  const { t, i18n } = useTranslation("form");
  // One right says no more than the service itself.
  const rights = service.rights.length > 1 ? new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(service.rights) : null;
  return (
    <>
      <p>
        {service.description} {rights === null ? null : t("services.rights", { rights })}
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
            {form === null ? "." : <>. <Link to={`/refer/${form}`} className="text-link">{t("services.ownForm")}</Link>.</>}
          </li>
        ))}
      </ul>
    </details>
  );
}
