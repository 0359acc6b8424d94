import { same, wrongIf, type Check } from "./tbs.ts";

/** SEQUENCE { 1.2.840.113549.1.1.11, NULL }, written out: the only algorithm that we sign with. */
const SHA256_WITH_RSA = Buffer.from("300d06092a864886f70d01010b0500", "hex");

/** What stands around the names and keys. */
export const frameChecks: Check[] = [
  {
    check: "version-3",
    clause: "RFC 5280, 4.1.2.1",
    judge: ({ version }) => wrongIf(!version || !same(version.value, Uint8Array.of(0x02, 0x01, 0x02)), "not version 3"),
  },
  {
    check: "serial-positive",
    clause: "RFC 5280, 4.1.2.2",
    judge: ({ serial }) => wrongIf((serial.value[0] ?? 0) >= 0x80 || serial.value.every((octet) => octet === 0), "not a positive number"),
  },
  {
    check: "serial-length",
    clause: "RFC 5280, 4.1.2.2; P4",
    judge: ({ serial }) => wrongIf(serial.value.length !== 17, `${serial.value.length} octets instead of 17`),
  },
  {
    check: "signature-algorithm",
    clause: "RFC 5280, 4.1.2.3; RFC 4055, 5",
    judge: ({ signature }) => wrongIf(!same(signature.bytes, SHA256_WITH_RSA), "not sha256WithRSAEncryption with NULL"),
  },
  {
    check: "issuer-name",
    clause: "RFC 5280, 4.1.2.4",
    judge: ({ issuer }, context) => wrongIf(!same(issuer.bytes, context.issuer.name), "not the name of the issuing CA, octet by octet"),
  },
  {
    check: "unique-ids",
    clause: "RFC 5280, 4.1.2.8",
    judge: ({ uniqueIds }) => wrongIf(uniqueIds > 0, "unique identifiers are not used any more"),
  },
  {
    check: "environment",
    clause: "profile, environments",
    judge: (_, { issuer, profile }) =>
      wrongIf(!profile.environments.includes(issuer.environment), `"${profile.id}" is not issued in ${issuer.environment}`),
  },
  {
    check: "test-apart",
    clause: "profile, kind; R114",
    judge: (_, { issuer, profile }) =>
      wrongIf(profile.kind !== "responder" && (profile.kind === "test") !== (issuer.environment === "test"), `a ${profile.kind} certificate under the issuer of ${issuer.environment}`),
  },
];
