import type { Service } from "#app/domain/definitions/schema/services.ts";
import type { Language } from "#app/domain/people.ts";
import type { Db } from "#db/types.ts";

import { type Form, servicesFor } from "./fill-in.ts";

/** A service as the form offers it, worded in the reader's language. */
export type OfferedService = { id: string; name: string; description: string; rights: string[]; needsAddendum: boolean; maxUsers: number | null };

/** Services under one law; `basis` is a key of `form:basis`. */
export type ServiceGroup = { basis: string; services: OfferedService[] };

/** A service that this AGB code may not have, with why: a key of `form:services.why`. */
export type ExcludedService = { id: string; name: string; why: string; recognition: string; form: string | null };

/** What the page of services shows. `known` is false while a register is silent, and then everything is offered. */
export type ServiceChoice = { known: boolean; groups: ServiceGroup[]; excluded: ExcludedService[] };

/** The services of the form in the reader's language: what may be chosen by law, and what may not with the reason (R14). */
export async function serviceChoice(db: Db, form: Form, language: Language): Promise<ServiceChoice> {
  const { catalogue, allowed } = await servicesFor(db, form);
  const offered = catalogue.services.filter((service) => service.ownForm === null && (allowed === null || allowed.includes(service.id)));
  const bases = [...new Set(offered.map((service) => service.legalBasis ?? "none"))];
  return {
    known: allowed !== null,
    groups: bases.map((basis) => ({
      basis,
      services: offered
        .filter((service) => (service.legalBasis ?? "none") === basis)
        .map((service) => ({
          id: service.id,
          name: service.name[language],
          description: service.description[language],
          rights: service.rights.map((right) => right.name[language]),
          needsAddendum: service.needsAddendum,
          maxUsers: service.maxUsers,
        })),
    })),
    excluded: catalogue.services.filter((service) => !offered.includes(service)).map((service) => excluded(service, form, language)),
  };
}

function excluded(service: Service, { content }: Form, language: Language): ServiceChoice["excluded"][number] {
  const agb = content.looked === null || content.looked.agb === "unavailable" ? null : content.looked.agb;
  const item = { id: service.id, name: service.name[language], recognition: service.recognitions[0]?.name[language] ?? "", form: null };
  if (service.ownForm !== null) return { ...item, why: "ownForm", form: service.ownForm };
  if (agb && service.careTypes !== null && !service.careTypes.includes(agb.careType.code)) return { ...item, why: "careType" };
  if (agb && service.recognitions.length > 0 && !service.recognitions.some(({ code }) => agb.recognitions.includes(code))) return { ...item, why: "recognition" };
  return { ...item, why: service.segments.length === 1 && service.segments[0] === "pgb" ? "segment" : "agreement" };
}
