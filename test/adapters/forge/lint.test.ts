import { createHash, createPublicKey, generateKeyPairSync } from "node:crypto";

import { beforeAll, describe, expect, test } from "vitest";

import { openAuthority } from "#app/adapters/forge/index.ts";
import { CHECKS } from "#app/adapters/forge/lint/lint.ts";
import { bitsOf, childrenOf, readDer, TAG } from "#app/adapters/forge/der.ts";
import { installValidity } from "#app/domain/certificates/validity.ts";
import { CertificateProfile } from "#app/domain/definitions/schema/certificate-profile.ts";

import { aKey, anAuthority, anOrder, BASE_URL, NOW, PASSPHRASE, personal, SLOW, type TestAuthority } from "./authority.fixture.ts";
import { ascii, hex, partsOf, rewrite, rewriteExtensions, sequenceOf, tlv } from "./der-surgery.ts";

let made: TestAuthority;
let publicKey: Uint8Array;
let good: Uint8Array;

beforeAll(async () => {
  made = await anAuthority();
  publicKey = aKey().publicKey;
  good = made.authority.prepare(anOrder(made.authority, publicKey));
}, SLOW);

/** Dotted identifiers as DER, by what the extensions are called here. */
const EXT = {
  basicConstraints: "0603551d13", keyUsage: "0603551d0f", extKeyUsage: "0603551d25", subjectKeyId: "0603551d0e", authorityKeyId: "0603551d23",
  policies: "0603551d20", crl: "0603551d1f", aia: "06082b06010505070101",
} as const;
const CN = "0603550403", O = "060355040a", OU = "060355040b", SERIAL_NUMBER = "0603550405", C = "0603550406";
const TRUE = hex("0101ff");

type Mutation = (tbs: Uint8Array) => Uint8Array;

const serial = (octets: string): Mutation => (tbs) => rewrite(tbs, "serial", () => tlv(0x02, hex(octets)));

/** One attribute of the subject with another tag and text. */
const attribute = (type: string, tag: number, text: Uint8Array | string): Mutation => (tbs) =>
  rewrite(tbs, "subject", (name) =>
    sequenceOf(...partsOf(name).map((rdn) => {
      const isIt = Buffer.from(rdn).includes(Buffer.from(type, "hex"));
      return isIt ? tlv(0x31, sequenceOf(hex(type), tlv(tag, typeof text === "string" ? ascii(text) : text))) : rdn;
    })),
  );

const validity = (notBefore: Date, notAfter: Date, tags: [number, number] = [0x17, 0x17]): Mutation => (tbs) =>
  rewrite(tbs, "validity", () => sequenceOf(time(tags[0], notBefore), time(tags[1], notAfter)));
function time(tag: number, at: Date): Uint8Array {
  const digits = at.toISOString().replace(/[-:T]|\.\d+/g, "");
  return tlv(tag, ascii(tag === 0x17 ? digits.slice(2) : digits));
}
const years = (count: number, from = NOW) => new Date(from.getTime() + count * 365 * 86_400_000);

/** Another value in an extension, its criticality as it was. */
const extension = (type: string, value: Uint8Array | null): Mutation => (tbs) =>
  rewriteExtensions(tbs, (all) =>
    all.flatMap((one) => {
      if (!Buffer.from(one).subarray(0, 16).includes(Buffer.from(type, "hex"))) return [one];
      const critical = Buffer.from(one).includes(Buffer.concat([hex(type), TRUE]));
      return value ? [sequenceOf(hex(type), ...(critical ? [TRUE] : []), tlv(0x04, value))] : [];
    }),
  );

/** Another key, with the identifier that belongs to it. */
const key = (spki: Uint8Array): Mutation => (tbs) => {
  const bits = bitsOf(childrenOf(readDer(spki), TAG.sequence)[1]);
  return extension(EXT.subjectKeyId, tlv(0x04, createHash("sha1").update(bits).digest()))(rewrite(tbs, "spki", () => spki));
};
const rsaKey = (modulus: bigint, exponent = 65537n, algorithm = hex("300d06092a864886f70d0101010500")) =>
  sequenceOf(algorithm, tlv(0x03, hex("00"), sequenceOf(integer(modulus), integer(exponent))));
function integer(value: bigint): Uint8Array {
  const digits = value.toString(16);
  const even = digits.length % 2 ? `0${digits}` : digits;
  return tlv(0x02, hex(parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even));
}
const generated = (modulusLength: number) =>
  Uint8Array.from(generateKeyPairSync("rsa", { modulusLength }).publicKey.export({ type: "spki", format: "der" }));
const issuerKey = () => Uint8Array.from(createPublicKey(made.issuerCertPem).export({ type: "spki", format: "der" }));
const modulusOf = (spki: Uint8Array) => BigInt(`0x${Buffer.from(createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" }).export({ format: "jwk" }).n ?? "", "base64url").toString("hex")}`);
const uri = (text: string) => tlv(0x86, ascii(text));

/** One way to break each rule, and nothing but that rule. */
const BREAKS: Record<string, Mutation> = {
  "version-3": (tbs) => rewrite(tbs, "version", () => hex("a003020101")),
  "serial-positive": serial(`81${"11".repeat(16)}`),
  "serial-length": serial(`01${"11".repeat(15)}`),
  "signature-algorithm": (tbs) => rewrite(tbs, "signature", () => hex("300d06092a864886f70d0101050500")),
  "issuer-name": (tbs) => rewrite(tbs, "issuer", () => sequenceOf(tlv(0x31, sequenceOf(hex(CN), tlv(0x0c, ascii("Somebody else")))))),
  "unique-ids": (tbs) => sequenceOf(...partsOf(tbs).slice(0, 7), hex("81020001"), ...partsOf(tbs).slice(7)),
  "subject-single-valued": (tbs) =>
    rewrite(tbs, "subject", (name) => {
      const [country, organisation, ...rest] = partsOf(name).map((rdn) => childrenOf(readDer(rdn), TAG.set)[0]?.bytes ?? hex(""));
      return sequenceOf(tlv(0x31, country ?? hex(""), organisation ?? hex("")), ...rest.map((one) => tlv(0x31, one)));
    }),
  "subject-attributes": (tbs) => rewrite(tbs, "subject", (name) => sequenceOf(...partsOf(name).reverse())),
  "subject-encoding": attribute(CN, 0x1e, Buffer.from("Zoe")),
  "subject-utf8": attribute(CN, 0x0c, hex("5a6fff")),
  "subject-bounds": attribute(O, 0x0c, "é".repeat(65)),
  "subject-empty": attribute(CN, 0x0c, ""),
  "subject-characters": attribute(CN, 0x0c, "Zoe\u0308"),
  "subject-fixed-values": attribute(C, 0x13, "BE"),
  "subject-user-number": attribute(SERIAL_NUMBER, 0x13, "1234567890123"),
  "subject-agb-code": attribute(OU, 0x0c, "1234567"),
  "validity-encoding": validity(NOW, years(1), [0x18, 0x17]),
  "validity-order": validity(NOW, NOW),
  "validity-backdated": validity(new Date(NOW.getTime() - 3_601_000), years(1)),
  "validity-future": validity(new Date(NOW.getTime() + 61_000), years(1)),
  "validity-length": validity(NOW, years(3)),
  "key-algorithm": key(rsaKey(3n, 65537n, hex("300b06092a864886f70d010101"))),
  "key-encoding": key(sequenceOf(hex("300d06092a864886f70d0101010500"), tlv(0x03, hex("00"), sequenceOf(hex("020103"))))),
  "key-size": (tbs) => key(generated(2048))(tbs),
  "key-exponent": (tbs) => key(rsaKey(modulusOf(publicKey), 3n))(tbs),
  "key-weak": (tbs) => key(rsaKey((1n << 3071n) + 1n - ((1n << 3071n) % 3n) + 2n))(tbs),
  "key-not-issuer": (tbs) => key(issuerKey())(tbs),
  "extension-duplicate": (tbs) => rewriteExtensions(tbs, (all) => [...all, all[3] ?? hex("")]),
  "extension-unknown": (tbs) => rewriteExtensions(tbs, (all) => [...all, sequenceOf(hex("0603551d11"), tlv(0x04, sequenceOf(tlv(0x82, ascii("a.example")))))]),
  "extension-criticality": (tbs) =>
    rewriteExtensions(tbs, (all) => all.map((one) => (Buffer.from(one).includes(Buffer.from(EXT.extKeyUsage, "hex")) ? sequenceOf(hex(EXT.extKeyUsage), TRUE, hex("040c300a06082b06010505070302")) : one))),
  "basic-constraints-missing": extension(EXT.basicConstraints, null),
  "basic-constraints-ca": extension(EXT.basicConstraints, hex("30030101ff")),
  "basic-constraints-path-length": extension(EXT.basicConstraints, hex("3003020100")),
  "key-usage": extension(EXT.keyUsage, hex("03020780")),
  "extended-key-usage": extension(EXT.extKeyUsage, hex("300a06082b06010505070301")),
  "subject-key-identifier": extension(EXT.subjectKeyId, tlv(0x04, Buffer.alloc(20, 7))),
  "authority-key-identifier": extension(EXT.authorityKeyId, sequenceOf(tlv(0x80, Buffer.alloc(20, 7)))),
  "certificate-policy": extension(EXT.policies, hex("300830060604551d2000")),
  "crl-distribution-point": extension(EXT.crl, sequenceOf(sequenceOf(tlv(0xa0, tlv(0xa0, uri("http://elsewhere.example/list.crl")))))),
  "authority-information-access": (tbs) =>
    extension(EXT.aia, sequenceOf(sequenceOf(hex("06082b06010505073001"), uri(made.authority.urls.ocsp))))(tbs),
};

const found = (tbs: Uint8Array, profile = personal) => made.authority.lint(tbs, profile).map(({ check }) => check);

test("a certificate as we make it has no finding", () => {
  expect(made.authority.lint(good, personal)).toEqual([]);
});

test.each(Object.entries(BREAKS))("%s is found, and nothing else", (check, mutate) => {
  const broken = mutate(good);
  expect(Buffer.compare(broken, good)).not.toBe(0);
  expect(found(broken)).toEqual([check]);
});

describe("what the octets cannot show by themselves", () => {
  test("environment: a profile of elsewhere", () => {
    expect(found(good, { ...personal, environments: ["production"] })).toEqual(["environment"]);
  });

  test("test-apart: no test certificate under production, whatever the profile says of its environments", async () => {
    const production = await anAuthority("production");
    const tbs = production.authority.prepare(anOrder(production.authority, publicKey));
    expect(production.authority.lint(tbs, personal)).toEqual([]);
    expect(production.authority.lint(tbs, { ...personal, kind: "test" }).map(({ check }) => check)).toEqual(["test-apart"]);
    expect(CertificateProfile.safeParse({ ...personal, kind: "test" }).success).toBe(false);
  });

  test("validity-within-issuer: the issuing CA ends first", () => {
    const late = new Date(NOW.getTime() + 9 * 365 * 86_400_000);
    const authority = openAuthority({ ...made, passphrase: PASSPHRASE, publicBaseUrl: BASE_URL, clock: { now: () => late } });
    const tbs = authority.prepare({ ...anOrder(authority, publicKey), ...installValidity(late) });
    expect(authority.lint(tbs, personal).map(({ check }) => check)).toEqual(["validity-within-issuer"]);
  });

  test("subject-printable: a fixed text with a sign that PrintableString lacks", () => {
    const subject = personal.subject.map((part) => (part.attribute === "serialNumber" ? { ...part, value: "1*2" } : part));
    const profile = { ...personal, subject };
    expect(found(made.authority.prepare({ ...anOrder(made.authority, publicKey), profile }), profile)).toEqual(["subject-printable"]);
  });
});

describe("the responder's certificate, which speaks for the authority (RFC 6960, 4.2.2.2)", () => {
  const NO_CHECK = "06092b0601050507300105";
  const order = (days = 29) => ({ serial: made.authority.newSerial(), publicKey, notBefore: NOW, notAfter: new Date(NOW.getTime() + days * 86_400_000) });
  const responder = () => made.authority.prepareResponder(order());
  const foundIn = (tbs: Uint8Array) => made.authority.lintResponder(tbs).map(({ check }) => check);

  test("has no finding as we make it", () => {
    expect(made.authority.lintResponder(responder())).toEqual([]);
  });

  test.each<[string, Mutation]>([
    ["ocsp-no-check", extension(NO_CHECK, null)],
    ["ocsp-no-check", extension(NO_CHECK, hex("020100"))],
    ["extended-key-usage", extension(EXT.extKeyUsage, hex("300a06082b06010505070302"))],
    ["key-usage", extension(EXT.keyUsage, hex("03020106"))],
    ["basic-constraints-ca", extension(EXT.basicConstraints, hex("30030101ff"))],
    ["extension-unknown", (tbs) => rewriteExtensions(tbs, (all) => [...all, sequenceOf(hex("0603551d11"), tlv(0x04, sequenceOf(tlv(0x82, ascii("a.example")))))])],
    ["subject-attributes", (tbs) => rewrite(tbs, "subject", (name) => sequenceOf(...partsOf(name).slice(1)))],
    ["key-size", (tbs) => key(generated(2048))(tbs)],
  ])("%s is found, and nothing else", (check, mutate) => {
    const whole = responder();
    const broken = mutate(whole);
    expect(Buffer.compare(broken, whole)).not.toBe(0);
    expect(foundIn(broken)).toEqual([check]);
  });

  test("validity-length: it ends within a month, since nobody asks whether it was revoked", () => {
    expect(foundIn(made.authority.prepareResponder(order(31)))).toEqual(["validity-length"]);
  });

  test("is never what a profile of the rules asks for, nor is a user's certificate taken for one", () => {
    expect(CertificateProfile.safeParse({ ...personal, extendedKeyUsages: ["OCSPSigning"] }).success).toBe(false);
    expect(foundIn(good)).toEqual(expect.arrayContaining(["extended-key-usage", "ocsp-no-check"]));
    expect(found(rewriteExtensions(good, (all) => [...all, sequenceOf(hex(NO_CHECK), tlv(0x04, hex("0500")))]))).toEqual(["extension-unknown"]);
  });
});

test.each([
  ["nothing", () => new Uint8Array()],
  ["an octet too many", (tbs: Uint8Array) => Buffer.concat([tbs, hex("00")])],
  ["an octet too few", (tbs: Uint8Array) => tbs.subarray(0, -1)],
  ["an indefinite length", (tbs: Uint8Array) => Buffer.concat([hex("3080"), ...partsOf(tbs), hex("0000")])],
  ["a length that is longer than needed", (tbs: Uint8Array) => rewrite(tbs, "version", () => hex("a08103020102"))],
  ["a default that is written", (tbs: Uint8Array) => rewriteExtensions(tbs, (all) => [...all, hex("300c0603551d1301010004023000")])],
  ["an integer with a spare zero", (tbs: Uint8Array) => serial(`0011${"22".repeat(15)}`)(tbs)],
])("der: %s", (_, mutate) => {
  expect(found(mutate(good))).toEqual(["der"]);
});

test("each check has a test here, and a clause", () => {
  const tested = [...Object.keys(BREAKS), "ocsp-no-check", "environment", "test-apart", "subject-printable", "validity-within-issuer"].sort();
  expect(CHECKS.map(({ check }) => check).sort()).toEqual(tested);
  expect(CHECKS.every(({ clause }) => clause.length > 5)).toBe(true);
  expect(CHECKS.length).toBeGreaterThanOrEqual(30);
});
