import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ServiceChoice } from "#app/domain/requests/form/offer.ts";

import { FieldGroup } from "../choices.tsx";
import type { FieldFace } from "../field.tsx";
import { Notice } from "../notice.tsx";
import { Options } from "./office-options.tsx";

type Props = FieldFace & { choice: ServiceChoice; chosen: readonly string[]; isLookedUp: boolean };

/** The services to tick as they are ticked on the paper, by name alone; where it is not known which the practice may have, why that is, and what to do. */
export function OfficeServices({ choice, chosen, isLookedUp, ...face }: Props) {
  const { t } = useTranslation(["intake", "form"]);
  const dropped = choice.excluded.filter(({ id }) => chosen.includes(id));
  return (
    <div className="grid gap-2">
      {dropped.length > 0 ? (
        <Notice kind="warn" title={t("services.dropped")}>
          <Excluded services={dropped} />
        </Notice>
      ) : null}
      {choice.known || choice.groups.length === 0 ? null : <Notice kind={isLookedUp ? "warn" : "info"}>{t(isLookedUp ? "services.notFound" : "services.lookUpFirst")}</Notice>}
      <FieldGroup {...face}>
        {choice.groups.length === 0 ? <Notice kind="warn">{t("services.none")}</Notice> : null}
        {choice.groups.map(({ basis, services }) => (
          <div key={basis} role="group" aria-labelledby={`${face.name}--${basis}`} className="grid gap-0.5">
            <p id={`${face.name}--${basis}`} className="text-help">
              {t(`form:basis.${basis}`)}
            </p>
            <Options type="checkbox" name={face.name} group={face.name} chosen={chosen} choices={services.map(({ id, name }) => ({ value: id, label: name }))} />
          </div>
        ))}
      </FieldGroup>
      {choice.excluded.length === 0 ? null : (
        <details className="group">
          <summary className="inline-flex min-h-6 items-center gap-1 text-link">
            <ChevronRight aria-hidden className="size-4 group-open:rotate-90" />
            {t("services.excluded")}
          </summary>
          <Excluded services={choice.excluded} />
        </details>
      )}
    </div>
  );
}

function Excluded({ services }: { services: ServiceChoice["excluded"] }) {
  const { t } = useTranslation("intake");
  return (
    <ul className="list-disc pl-5">
      {services.map(({ id, name, why, recognition }) => (
        <li key={id}>
          {name}: {t(`services.why.${why}`, { name: recognition })}
        </li>
      ))}
    </ul>
  );
}
