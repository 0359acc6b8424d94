import { expect, test } from "vitest";

import { readScreenTexts } from "#app/adapters/files/definitions.ts";
import { findText } from "#app/domain/decisions/texts.ts";
import { checkDefinition } from "#app/domain/definitions/kinds.ts";
import { danglingReferences } from "#app/domain/definitions/references.ts";
import { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import personal from "#rules/certificates/personal.json" with { type: "json" };
import system from "#rules/certificates/system.json" with { type: "json" };
import tests from "#rules/certificates/test.json" with { type: "json" };
import { ROOT } from "#test/support/stage.ts";

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

const TEXTS = readScreenTexts(ROOT);
const kind = "certificate-profile" as const;
const check = (content: unknown, others: readonly unknown[] = []) => checkDefinition({ kind, key: "personal", content }, { all: others.map((one, index) => ({ kind, key: `other-${index}`, content: one })), texts: TEXTS, on: "2026-11-16" });

test.each([
  ["subject", "profile.subject-twice", { subject: [...personal.subject, { attribute: "CN", value: "{{userNumber}}" }] }],
  ["subject", "profile.no-name", { subject: personal.subject.slice(0, 4) }],
  ["subject", "profile.country", { subject: [{ attribute: "C", value: "Nederland" }, ...personal.subject.slice(1)] }],
  ["subject.4.value", "profile.subject-value", { subject: [...personal.subject.slice(0, 4), { attribute: "CN", value: "arts {{commonName}}" }] }],
  ["key", "profile.bits-order", { key: { type: "RSA", minBits: 4096, maxBits: 3072 } }],
  ["key", "profile.bits-personal", { key: { type: "RSA", minBits: 2048, maxBits: 4096 } }],
  ["keysFrom", "profile.keys-personal", { keysFrom: ["supplier"] }],
  ["policyOid", "profile.policy", { policyOid: "1.77.4" }],
  ["environments", "profile.tests-apart", { ...tests, environments: ["test", "production"] }],
  ["subject", "profile.tests-named", { ...tests, subject: personal.subject }],
])("what cannot be so is told at %s as %s, in both languages", (path, code, wrong) => {
  expect(check({ ...personal, ...wrong }).map((finding) => [finding.path, finding.code])).toContainEqual([path, code]);
  for (const language of ["nl", "en"] as const) expect(findText(TEXTS[language]["findings"] ?? {}, `lint.${code}`)).not.toBeNull();
});

test("two kinds under one policy are told apart by nobody, and are refused", () => {
  expect(check(personal, [system, tests])).toEqual([]);
  expect(check({ ...personal, policyOid: system.policyOid }, [system])).toEqual([{ code: "profile.policy-twice", path: "policyOid", details: { profile: "other-0" } }]);
});

test("a kind of request that leads to a certificate and is not there is missed where it is named", () => {
  expect(danglingReferences([{ kind, key: "personal", content: personal }]).map(({ finding }) => [finding.path, finding.code])).toEqual([["askedBy.0", "unknown-definition"], ["askedBy.1", "unknown-definition"]]);
});
