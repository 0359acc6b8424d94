import type { Service } from "#app/domain/definitions/schema/services.ts";
import type { Language } from "#app/domain/people.ts";
import { certificateKindOf } from "#app/domain/requests/mapped.ts";
import type { Destination } from "#rules/vocabulary.ts";
import type { Db } from "#db/types.ts";

import { type Form, servicesFor } from "./fill-in.ts";

/** A service as the form offers it, worded in the reader's language. */
export type OfferedService = { id: string; name: string; description: string; rights: string[]; needsAddendum: boolean; maxUsers: number | null };

/** Services under one law; `basis` is a key of `form:basis`. */
export type ServiceGroup = { basis: string; services: OfferedService[] };

/** A service that this AGB code may not have, with why: a key of `form:services.why`; `form` is where it has a form of its own. */
export type ExcludedService = { id: string; name: string; why: string; recognition: string; form: Destination | null };

/** What the page of services shows. `known` is false while a register is silent, and then everything is offered. */
export type ServiceChoice = { known: boolean; groups: ServiceGroup[]; excluded: ExcludedService[] };

/**
 * The services of the form in the reader's language: what may be chosen by law, and what may not with the reason (R14). Of `any`, to take away,
 * everything that somebody of this care type could ever have been given: what one user has, no form tells.
 */
export async function serviceChoice(db: Db, form: Form, language: Language, of: "allowed" | "any" | Destination = "allowed"): Promise<ServiceChoice> {
  const { catalogue, allowed, own } = await servicesFor(db, form);
  const careType = careTypeOf(form);
  const isGeneral = of === "allowed" || of === "any";
  const mayHave = isGeneral ? allowed : own(of);
  const fits = (service: Service) => (of === "any" ? service.careTypes === null || careType === null || service.careTypes.includes(careType) : mayHave === null || mayHave.includes(service.id));
  const kind = certificateKindOf(form.type);
  const offered = catalogue.services.filter((service) => service.ownForm === (isGeneral ? null : of) && (of === "any" || service.certificateKinds.includes(kind)) && fits(service));
  const bases = [...new Set(offered.map((service) => service.legalBasis ?? "none"))];
  return {
    known: of === "any" || mayHave !== null,
    groups: bases.map((basis) => ({
      basis,
      services: offered
        .filter((service) => (service.legalBasis ?? "none") === basis)
        .map((service) => ({
          id: service.id,
          name: service.name[language],
          description: service.description[language],
          rights: service.rights.map((right) => right.name[language]),
          // A form of its own has said so for all of them.
          needsAddendum: isGeneral && service.needsAddendum,
          maxUsers: service.maxUsers,
        })),
    })),
    // A form of its own has nothing to say of what is asked for elsewhere.
    excluded: of !== "allowed" ? [] : catalogue.services.filter((service) => !offered.includes(service)).map((service) => excluded(service, form, language)),
  };
}

function careTypeOf({ content }: Form): string | null {
  return content.looked === null || content.looked.agb === "unavailable" ? null : (content.looked.agb?.careType.code ?? null);
}

function excluded(service: Service, { type, content }: Form, language: Language): ServiceChoice["excluded"][number] {
  const agb = content.looked === null || content.looked.agb === "unavailable" ? null : content.looked.agb;
  const item = { id: service.id, name: service.name[language], recognition: service.recognitions[0]?.name[language] ?? "", form: null };
  if (!service.certificateKinds.includes(certificateKindOf(type))) return { ...item, why: "software" };
  if (service.ownForm !== null) return { ...item, why: "ownForm", form: service.ownForm };
  if (agb && service.careTypes !== null && !service.careTypes.includes(agb.careType.code)) return { ...item, why: "careType" };
  if (agb && service.recognitions.length > 0 && !service.recognitions.some(({ code }) => agb.recognitions.includes(code))) return { ...item, why: "recognition" };
  return { ...item, why: service.segments.length === 1 && service.segments[0] === "pgb" ? "segment" : "agreement" };
}
