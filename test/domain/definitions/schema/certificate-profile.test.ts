import { expect, test } from "vitest";

import { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import personal from "#rules/certificates/personal.json" with { type: "json" };
import system from "#rules/certificates/system.json" with { type: "json" };
import tests from "#rules/certificates/test.json" with { type: "json" };

test("the personal profile of the house is accepted", () => {
  expect(CertificateProfile.parse(personal)).toMatchObject({ kind: "personal", validity: { years: 2 }, key: { minBits: 3072 } });
});

test("those of software and of tests are accepted, each under a policy of its own and of its own authorities", () => {
  const all = [personal, system, tests].map((profile) => CertificateProfile.parse(profile));
  expect(all.map(({ kind }) => kind)).toEqual(["personal", "system", "test"]);
  expect(new Set(all.map(({ policyOid }) => policyOid)).size).toBe(3);
  expect(all.map(({ environments }) => environments.includes("test"))).toEqual([false, false, true]);
});

test.each([
  ["another authority than that of tests", { environments: ["test", "production"] }],
  ["a name that does not say TEST", { subject: personal.subject }],
])("refused of tests: %s", (_, wrong) => {
  expect(CertificateProfile.safeParse({ ...tests, ...wrong }).success).toBe(false);
});

test.each([
  ["a key of a person that somebody else made", { keysFrom: ["supplier"] }],
  ["nobody who may ask", { askedBy: [] }],
  ["a personal key under 3072 bits", { key: { type: "RSA", minBits: 2048, maxBits: 4096 } }],
  ["more bits at least than at most", { key: { type: "RSA", minBits: 4096, maxBits: 3072 } }],
  ["another kind of key", { key: { type: "EC", minBits: 3072, maxBits: 4096 } }],
  ["a test certificate of production", { kind: "test" }],
  ["no environment", { environments: [] }],
  ["ten years", { validity: { years: 10 } }],
  ["an unknown value in the subject", { subject: [{ attribute: "CN", value: "{{bsn}}" }, { attribute: "C", value: "NL" }] }],
  ["a value with text around it", { subject: [{ attribute: "CN", value: "Dr. {{commonName}}" }, { attribute: "C", value: "NL" }] }],
  ["an attribute twice", { subject: [{ attribute: "CN", value: "{{commonName}}" }, { attribute: "CN", value: "{{userNumber}}" }] }],
  ["no common name", { subject: [{ attribute: "C", value: "NL" }, { attribute: "O", value: "{{organisation}}" }] }],
  ["a country in full", { subject: [{ attribute: "C", value: "Nederland" }, { attribute: "CN", value: "{{commonName}}" }] }],
  ["a policy that is not an identifier", { policyOid: "1.3.06.1" }],
  ["a usage that only an authority has", { keyUsages: ["keyCertSign"] }],
  ["a word that nobody knows", { colour: "blue" }],
])("refused: %s", (_, wrong) => {
  expect(CertificateProfile.safeParse({ ...personal, ...wrong }).success).toBe(false);
});
