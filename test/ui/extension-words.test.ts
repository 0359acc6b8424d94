import { readdirSync, readFileSync } from "node:fs";

import { beforeAll, describe, expect, test } from "vitest";

import { readCertificate } from "#app/adapters/inspection/certificate-reader.ts";
import { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";
import type { CertificateRead } from "#app/domain/certificates/reading.ts";
import { REVOCATION_REASONS } from "#app/domain/certificates/reasons.ts";
import { CERTIFICATE_FILTERS, CERTIFICATE_STANDINGS } from "#app/domain/customers/certificates/states.ts";
import { OID_NAMES } from "#app/ui/certificates/oid-names.ts";
import { aKey, anAuthority, anOrder, SLOW } from "#test/adapters/forge/authority.fixture.ts";

const ROOT = new URL("../../", import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, ROOT), "utf8")) as Record<string, never>;
const profiles = readdirSync(new URL("rules/certificates", ROOT)).map((name) => CertificateProfile.parse(json(`rules/certificates/${name}`)));

function textAt(language: string, namespace: string, key: string): unknown {
  return key.split(".").reduce<unknown>((at, part) => (typeof at === "object" && at !== null ? (at as Record<string, unknown>)[part] : undefined), json(`templates/locales/${language}/${namespace}.json`));
}

let read: CertificateRead[];
beforeAll(async () => {
  const { authority } = await anAuthority();
  const { publicKey } = aKey();
  const leaves = await Promise.all(profiles.map((profile) => authority.sign(authority.prepare({ ...anOrder(authority, publicKey), profile }))));
  const responder = await authority.newResponderKey();
  const seconds = new Date(Math.floor(Date.now() / 1000) * 1000);
  const answers = await authority.sign(authority.prepareResponder({ serial: authority.newSerial(), publicKey: responder.publicKey, notBefore: seconds, notAfter: new Date(seconds.getTime() + 86_400_000) }));
  const { issuer, root } = authority.caCertificates;
  read = [...leaves, answers, issuer.der, root.der].flatMap((der) => readCertificate(der) ?? []);
}, SLOW);

describe.each(["nl", "en"])("what stands in our certificates has words (%s)", (language) => {
  const missing = (namespace: string, keys: readonly string[]) => keys.filter((key) => typeof textAt(language, namespace, key) !== "string");

  test("each extension, usage and way to be found, of every profile, of who answers, and of the authorities", () => {
    expect(read).toHaveLength(profiles.length + 3);
    const policies = new Set(profiles.map(({ policyOid }) => policyOid));
    const oids = new Set(read.flatMap(({ extensions }) => extensions.flatMap(({ oid, value }) => [oid, ...(value.kind === "oids" ? value.oids : []), ...(value.kind === "addresses" ? value.addresses.flatMap(({ method }) => method ?? []) : [])])));
    expect(oids.size).toBeGreaterThan(10);
    const unnamed = [...oids].filter((oid) => OID_NAMES[oid] === undefined && !policies.has(oid));
    expect(unnamed).toEqual([]);
    expect(missing("certificates", Object.values(OID_NAMES).flatMap((name) => [`oid.${name}.name`, `oid.${name}.means`]))).toEqual([]);
    expect(missing("customers", profiles.map(({ id }) => `certificate.profile.${id}`))).toEqual([]);
    expect(missing("certificates", read.flatMap(({ extensions }) => extensions.flatMap(({ value }) => (value.kind === "usages" ? value.usages.map((usage) => `usage.${usage}`) : []))))).toEqual([]);
  });

  test("nothing of it is left as it lies", () => {
    expect(read.flatMap(({ extensions }) => extensions.filter(({ value }) => value.kind === "raw"))).toEqual([]);
  });

  test("each state, and each reason to revoke, with what it is for", () => {
    expect(missing("certificates", [...CERTIFICATE_FILTERS, ...CERTIFICATE_STANDINGS].map((state) => `state.${state}`))).toEqual([]);
    expect(missing("customers", REVOCATION_REASONS.map((reason) => `certificate.reason.${reason}`))).toEqual([]);
    expect(missing("certificates", REVOCATION_REASONS.map((reason) => `revoke.reasons.${reason}`))).toEqual([]);
  });
});
