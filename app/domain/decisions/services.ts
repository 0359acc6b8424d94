import { fromZod, type DefinitionFinding } from "#app/domain/decisions/definition-finding.ts";
import { ServiceCatalogue, type Service } from "#app/domain/definitions/schema/services.ts";
import type { Destination } from "#rules/vocabulary.ts";

/** What a party is, as far as its services depend on it. */
export type Entitlement = {
  /** First two digits of the AGB code, by Vektis. */
  careType: string;
  /** Codes of the recognitions that Vektis has now. */
  recognitions: readonly string[];
  segment: "regular" | "pgb";
  /** Ids of the services that the agreement gives to this AGB code. */
  agreementServices: readonly string[];
  /** Personal unless said otherwise. */
  certificateKind?: "personal" | "system";
};

/**
 * Ids of the services that a form may grant to an AGB code, in the order of the catalogue (R14, R88): the general one those of the agreement, `form` those
 * that have it as their own (R10). The agreement does not list the latter: an addendum does.
 */
export function allowedServices(catalogue: ServiceCatalogue, party: Entitlement, form: Destination | null = null): string[] {
  return catalogue.services.filter((service) => service.ownForm === form && mayHave(service, form === null ? party : { ...party, agreementServices: [service.id] })).map(({ id }) => id);
}

/** Why a catalogue cannot be published; empty when it can. */
export function checkServices(json: unknown): DefinitionFinding[] {
  const parsed = ServiceCatalogue.safeParse(json);
  return parsed.success ? [] : fromZod(parsed.error);
}

function mayHave(service: Service, { careType, recognitions, segment, agreementServices, certificateKind = "personal" }: Entitlement): boolean {
  return (
    agreementServices.includes(service.id) &&
    service.segments.includes(segment) &&
    service.certificateKinds.includes(certificateKind) &&
    (service.careTypes === null || service.careTypes.includes(careType)) &&
    (service.recognitions.length === 0 || service.recognitions.some(({ code }) => recognitions.includes(code)))
  );
}
