import { expect, it } from "vitest";

import { readCertificate } from "#app/adapters/inspection/certificate-reader.ts";
import { sampleOf, type SampleSays } from "#app/domain/certificates/sample.ts";
import type { ExtensionValue } from "#app/domain/certificates/reading.ts";
import { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import personal from "#rules/certificates/personal.json" with { type: "json" };
import system from "#rules/certificates/system.json" with { type: "json" };
import tests from "#rules/certificates/test.json" with { type: "json" };
import { aKey, anAuthority, anOrder, SLOW, ZOE } from "#test/adapters/forge/authority.fixture.ts";

/** What a profile decides of what an extension says. */
function decided(value: ExtensionValue, oid: string): SampleSays {
  switch (value.kind) {
    case "usages":
    case "oids":
      return value;
    case "constraints":
      return { kind: "leaf" };
    case "key":
      return { kind: oid === "2.5.29.14" ? "own-key" : "issuer-key" };
    default:
      return { kind: oid === "2.5.29.31" ? "list" : "authority" };
  }
}

it("shows of a profile what a certificate of it says, in its order", async () => {
  const { authority } = await anAuthority();
  const { publicKey } = aKey();
  const other = { ...personal, keyUsages: ["digitalSignature", "nonRepudiation", "keyAgreement"], extendedKeyUsages: ["serverAuth", "emailProtection"], policyOid: "1.2.3.4", subject: [{ attribute: "CN", value: "{{commonName}}" }, { attribute: "OU", value: "Afdeling" }, { attribute: "serialNumber", value: "{{userNumber}}" }] };
  for (const content of [personal, system, tests, other]) {
    const profile = CertificateProfile.parse(content);
    const read = readCertificate(await authority.sign(authority.prepare({ ...anOrder(authority, publicKey), profile })));
    const shown = sampleOf(content, ZOE);
    expect(shown.subject).toEqual(read?.subject);
    expect(shown.extensions).toEqual(read?.extensions.map(({ oid, isCritical, value }) => ({ oid, isCritical, says: decided(value, oid) })));
  }
}, SLOW);

it("shows of a profile that is half done what there is of it", () => {
  const { subject, extensions } = sampleOf({ subject: [{ attribute: "CN", value: "{{commonName" }, { attribute: "CN" }, null, { attribute: "X", value: "x" }], keyUsages: "all", extendedKeyUsages: ["clientAuth", "flying"] }, ZOE);
  expect(subject).toEqual([{ attribute: "CN", value: "{{commonName" }]);
  expect(extensions.map(({ says }) => ("oids" in says ? says.oids : "usages" in says ? says.usages : null)).filter(Boolean)).toEqual([[], ["1.3.6.1.5.5.7.3.2"], []]);
});
