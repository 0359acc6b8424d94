import { describe, expect, test } from "vitest";

import { allowedServices } from "#app/domain/decisions/services.ts";
import { ServiceCatalogue } from "#app/domain/definitions/schema/services.ts";
import servicesJson from "#rules/services.json";

const catalogue = ServiceCatalogue.parse(servicesJson);
const everything = catalogue.services.map(({ id }) => id);
const party = { careType: "12", recognitions: [], segment: "regular" as const, agreementServices: everything };

describe("services of an AGB code", () => {
  test("a dentist's practice: claims, insurance check and authorisations, and no registration with a GP", () => {
    expect(allowedServices(catalogue, party)).toEqual(["cov", "claims", "authorisations"]);
  });

  test("only what the agreement gives (R88)", () => {
    expect(allowedServices(catalogue, { ...party, agreementServices: ["claims", "ion"] })).toEqual(["claims"]);
    expect(allowedServices(catalogue, { ...party, agreementServices: [] })).toEqual([]);
  });

  test("a GP may register patients", () => {
    expect(allowedServices(catalogue, { ...party, careType: "01" })).toContain("ion");
  });

  test("Wmo services need the recognition at Vektis", () => {
    expect(allowedServices(catalogue, { ...party, careType: "75" }).filter((id) => id.startsWith("wmo"))).toEqual([]);
    expect(allowedServices(catalogue, { ...party, careType: "75", recognitions: ["110101"] })).toEqual(expect.arrayContaining(["wmo-claims", "wmo-messages"]));
  });

  test("a PGB provider has the PGB portal and nothing else (R85)", () => {
    expect(allowedServices(catalogue, { ...party, careType: "41", segment: "pgb" })).toEqual(["pgb-portal"]);
  });

  test("the Zorginkoopportaal is never granted here (R10)", () => {
    for (const careType of ["01", "12", "41", "45", "75"]) {
      for (const segment of ["regular", "pgb"] as const) {
        expect(allowedServices(catalogue, { ...party, careType, segment }).filter((id) => id.startsWith("zorginkoop"))).toEqual([]);
      }
    }
  });

  test("a system certificate gets no portal that people look at", () => {
    expect(allowedServices(catalogue, { ...party, certificateKind: "system" })).toEqual(["cov", "claims"]);
  });

  test("a catalogue with two services of one id is refused", () => {
    expect(ServiceCatalogue.safeParse({ ...servicesJson, services: [servicesJson.services[0], servicesJson.services[0]] }).success).toBe(false);
  });
});
