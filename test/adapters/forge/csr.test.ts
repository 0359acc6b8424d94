import { createPublicKey, checkPrimeSync, generateKeyPairSync, generatePrimeSync, randomBytes, sign, type KeyObject } from "node:crypto";
import { execFileSync } from "node:child_process";

import { beforeAll, describe, expect, test } from "vitest";

import { toPem } from "#app/adapters/forge/pem.ts";

import { anAuthority, personal, ZOE, SLOW, type TestAuthority } from "./authority.fixture.ts";
import { ascii, hex, sequenceOf, tlv } from "./der-surgery.ts";

let made: TestAuthority;
let zoe: { publicKey: KeyObject; privateKey: KeyObject };
beforeAll(async () => {
  made = await anAuthority();
  zoe = generateKeyPairSync("rsa", { modulusLength: 3072 });
}, SLOW);

const check = (pem: string) => made.authority.checkCsr(pem, { userNumber: ZOE.userNumber, profile: personal });
const codeOf = (pem: string) => {
  try {
    check(pem);
    return "accepted";
  } catch (thrown) {
    return (thrown as { code?: string }).code;
  }
};

const SHA256_RSA = hex("300d06092a864886f70d01010b0500");
const name = (...texts: string[]) => sequenceOf(...texts.map((text) => tlv(0x31, sequenceOf(hex("0603550403"), tlv(0x0c, ascii(text))))));
const spkiOf = (key: KeyObject) => Uint8Array.from(key.export({ type: "spki", format: "der" }));

type Parts = { subject: Uint8Array; spki: Uint8Array; algorithm: Uint8Array; hash: string; privateKey: KeyObject; after: Uint8Array; version: Uint8Array };

/** A signing request from its parts; by default a good one of Zoë. */
function csrDer(parts: Partial<Parts> = {}): Uint8Array {
  const { privateKey, subject, spki, algorithm, hash, version } = {
    privateKey: zoe.privateKey, subject: name(ZOE.userNumber), spki: spkiOf(zoe.publicKey), algorithm: SHA256_RSA, hash: "sha256", version: hex("020100"), ...parts,
  };
  const info = sequenceOf(version, subject, spki, hex("a000"));
  return sequenceOf(info, algorithm, tlv(0x03, hex("00"), sign(hash, info, privateKey)));
}
const csr = (parts: Partial<Parts> = {}) => toPem("CERTIFICATE REQUEST", csrDer(parts));

describe("a good request", () => {
  test("gives the key and its hash", () => {
    const checked = check(csr());
    expect(Buffer.compare(checked.publicKey, spkiOf(zoe.publicKey))).toBe(0);
    expect(checked.publicKeySha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test("may be made by openssl, with attributes and SHA-512, and with the older label", () => {
    const pem = execFileSync("openssl", [
      "req", "-new", "-newkey", "rsa:3072", "-nodes", "-keyout", "/dev/null", "-sha512", "-subj", `/CN=${ZOE.userNumber}`, "-addext", "subjectAltName=DNS:elsewhere.example",
    ], { stdio: ["ignore", "pipe", "ignore"] }).toString();
    expect(codeOf(pem)).toBe("accepted");
    expect(codeOf(pem.replaceAll("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST").replaceAll("\n", "\r\n"))).toBe("accepted");
  });
});

describe("a forged or tampered request", () => {
  const der = () => Buffer.from(csrDer());
  test.each([
    ["nothing", () => ""],
    ["a text", () => "Ik wil graag een certificaat"],
    ["a certificate", () => made.issuerCertPem],
    ["two requests", () => csr() + csr()],
    ["a text behind it", () => `${csr()}\nhallo`],
    ["octets behind it", () => toPem("CERTIFICATE REQUEST", Buffer.concat([der(), Buffer.from([0])]))],
    ["a cut one", () => toPem("CERTIFICATE REQUEST", der().subarray(0, -1))],
    ["base64 with a letter too many", () => csr().replace("MII", "MIII")],
    ["more than 16 KB", () => toPem("CERTIFICATE REQUEST", tlv(0x30, randomBytes(13_000)))],
    ["thousands of nested boxes", () => toPem("CERTIFICATE REQUEST", Buffer.concat(Array.from({ length: 5000 }, () => hex("3080"))))],
    ["another version", () => csr({ version: hex("020101") })],
    ["a key that is not one", () => csr({ spki: sequenceOf(hex("300d06092a864886f70d0101010500"), hex("030300aabb")) })],
    ["a key with something behind it", () => csr({ spki: sequenceOf(spkiOf(zoe.publicKey).slice(4), hex("0500")) })],
  ])("csr.malformed: %s", (_, pem) => {
    expect(codeOf(pem())).toBe("csr.malformed");
  });

  test("one bit changed, anywhere: refused with a reason", () => {
    const good = der();
    for (let at = 0; at < good.length; at++) {
      const broken = Buffer.from(good);
      broken[at] = (broken[at] ?? 0) ^ (1 << at % 8);
      expect(codeOf(toPem("CERTIFICATE REQUEST", broken)), `octet ${at}`).toMatch(/^csr\.[a-z-]+$/);
    }
  });

  test.each(["ec", "ed25519", "rsa-pss"])("csr.key-type: %s", (type) => {
    const pair =
      type === "ec" ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : type === "ed25519" ? generateKeyPairSync("ed25519")
      : generateKeyPairSync("rsa-pss", { modulusLength: 3072 });
    const info = sequenceOf(hex("020100"), name(ZOE.userNumber), spkiOf(pair.publicKey), hex("a000"));
    const signature = sign(type === "ed25519" ? null : "sha256", info, pair.privateKey);
    expect(codeOf(toPem("CERTIFICATE REQUEST", sequenceOf(info, SHA256_RSA, tlv(0x03, hex("00"), signature))))).toBe("csr.key-type");
  });

  test.each([2048, 3064])("csr.key-size: %i bits", (modulusLength) => {
    const pair = generateKeyPairSync("rsa", { modulusLength });
    expect(() => check(csr({ privateKey: pair.privateKey, spki: spkiOf(pair.publicKey) }))).toThrow(
      expect.objectContaining({ code: "csr.key-size", details: { bits: modulusLength, minBits: 3072, maxBits: 4096 } }),
    );
  });

  test("csr.key-size: larger than anybody needs", () => {
    expect(codeOf(csr({ spki: rsaSpki((1n << 5000n) + 1n, 65537n) }))).toBe("csr.key-size");
  });

  test("csr.exponent: e = 1, under which the plain padding is a valid signature, and e = 3", () => {
    const { n = "" } = zoe.publicKey.export({ format: "jwk" });
    expect(codeOf(csr({ spki: rsaSpki(fromBase64url(n), 1n) }))).toBe("csr.exponent");
    const pair = generateKeyPairSync("rsa", { modulusLength: 3072, publicExponent: 3 });
    expect(codeOf(csr({ privateKey: pair.privateKey, spki: spkiOf(pair.publicKey) }))).toBe("csr.exponent");
  });

  test.each([
    ["another number", () => name("12345678901238")],
    ["the number and a name", () => name(ZOE.userNumber, "Zoë")],
    ["no subject", () => sequenceOf()],
    ["the number under another attribute", () => sequenceOf(tlv(0x31, sequenceOf(hex("060355040a"), tlv(0x0c, ascii(ZOE.userNumber)))))],
    ["two attributes in one", () => sequenceOf(tlv(0x31, ...[1, 2].map(() => sequenceOf(hex("0603550403"), tlv(0x0c, ascii(ZOE.userNumber))))))],
    ["the number in another encoding", () => sequenceOf(tlv(0x31, sequenceOf(hex("0603550403"), tlv(0x1e, Buffer.from(ZOE.userNumber, "utf16le").swap16()))))],
  ])("csr.subject: %s", (_, subject) => {
    expect(codeOf(csr({ subject: subject() }))).toBe("csr.subject");
  });

  test("csr.bad-signature: another key signed it, or a bit of it changed, or it is signed with SHA-1", () => {
    const other = generateKeyPairSync("rsa", { modulusLength: 3072 });
    expect(codeOf(csr({ privateKey: other.privateKey }))).toBe("csr.bad-signature");
    const changed = der();
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(codeOf(toPem("CERTIFICATE REQUEST", changed))).toBe("csr.bad-signature");
    expect(codeOf(csr({ hash: "sha1", algorithm: hex("300d06092a864886f70d0101050500") }))).toBe("csr.bad-signature");
  });
});

describe("csr.weak-key", () => {
  test("a modulus with a small factor", () => {
    const p = generatePrimeSync(3064, { bigint: true });
    expect(weaknessOf(rsaSpki(p * 251n, 65537n))).toBe("small-factor");
  });

  test("two primes next to each other", () => {
    const p = generatePrimeSync(1536, { bigint: true });
    let q = p + 2n;
    while (!checkPrimeSync(q)) q += 2n;
    expect(weaknessOf(rsaSpki(p * q, 65537n))).toBe("close-primes");
  });

  test("a key from a chip with the ROCA fault", () => {
    expect(weaknessOf(rsaSpki(rocaPrime() * rocaPrime(), 65537n))).toBe("roca");
  });

  test("the authority's own key", () => {
    expect(weaknessOf(spkiOf(createPublicKey(made.issuerCertPem)))).toBe("authority-key");
  });

  test("good keys are not taken for weak ones", () => {
    for (let round = 0; round < 3; round++) {
      const pair = generateKeyPairSync("rsa", { modulusLength: 3072 });
      expect(codeOf(csr({ privateKey: pair.privateKey, spki: spkiOf(pair.publicKey) }))).toBe("accepted");
    }
  });

  function weaknessOf(spki: Uint8Array): unknown {
    try {
      return check(csr({ spki }));
    } catch (thrown) {
      const { code, details } = thrown as { code: string; details: { weakness: string } };
      return code === "csr.weak-key" ? details.weakness : code;
    }
  }
});

/** A prime as the faulty chips made them: `k·M + 65537^a mod M`, with M the product of the first 126 primes and of 1,536 bits in all. */
function rocaPrime(): bigint {
  const primes: bigint[] = [];
  for (let candidate = 2n; primes.length < 126; candidate += 1n) if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate);
  const product = primes.reduce((all, prime) => all * prime, 1n);
  for (;;) {
    let power = 1n;
    for (let steps = randomBytes(1).readUInt8(); steps >= 0; steps--) power = (power * 65537n) % product;
    const room = (3n << 1534n) / product;
    const candidate = (room + BigInt(`0x${randomBytes(16).toString("hex")}`)) * product + power;
    if (candidate.toString(2).length === 1536 && checkPrimeSync(candidate)) return candidate;
  }
}

function rsaSpki(modulus: bigint, exponent: bigint): Uint8Array {
  return sequenceOf(hex("300d06092a864886f70d0101010500"), tlv(0x03, hex("00"), sequenceOf(integer(modulus), integer(exponent))));
}
function integer(value: bigint): Uint8Array {
  const digits = value.toString(16).replace(/^(.(..)*)$/, "0$1");
  return tlv(0x02, hex(parseInt(digits.slice(0, 2), 16) >= 0x80 ? `00${digits}` : digits));
}
function fromBase64url(text: string): bigint {
  return BigInt(`0x${Buffer.from(text, "base64url").toString("hex")}`);
}
