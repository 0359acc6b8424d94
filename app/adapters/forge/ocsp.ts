import { createHash } from "node:crypto";

import type { CertId, CertificateState, Currency, OcspQuestion, OcspRefusal } from "#app/domain/certificates/ports.ts";
import { Problem } from "#app/domain/problem.ts";

import { REASON_CODE } from "./crl.ts";
import { bitsOf, childrenOf, expectTag, NotDer, oidOf, readDer, TAG, type Tlv } from "./der.ts";
import { encoded, enumerated, generalizedTime, implicit, octets, oid, sequence, tagged, toDer, wrapped, type Node } from "./encode.ts";
import { ocspNonce } from "./extensions.ts";
import type { Issuer } from "./issuer.ts";
import { OID } from "./oids.ts";
import { signDer, type SigningKey } from "./signer.ts";
import { keyIdentifier } from "./tbs.ts";

/** Hashes by which askers name an issuer (RFC 6960, 4.1.1; RFC 5019, 2.1.1 wants SHA-1, RFC 9654 tools use others). */
const HASHES: Readonly<Record<string, string>> = {
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
};

/** Who asks about more at once wants something else than an answer. */
const MOST_AT_ONCE = 16;

/** Octets of a serial (RFC 5280, 4.1.2.2). */
const LONGEST_SERIAL = 20;

/** Octets of a nonce (RFC 9654, 2.1). */
const LONGEST_NONCE = 128;

/** The issuer as each hash names it: of its name and of its key's bits, in hex. */
export type IssuerHashes = ReadonlyMap<string, string>;

export function issuerHashes({ name, spki }: Pick<Issuer, "name" | "spki">): IssuerHashes {
  const key = bitsOf(childrenOf(readDer(spki), TAG.sequence)[1]);
  const digest = (hash: string, octets: Uint8Array) => createHash(hash).update(octets).digest("hex");
  return new Map(Object.entries(HASHES).map(([id, hash]) => [id, `${digest(hash, name)} ${digest(hash, key)}`]));
}

/**
 * Takes an OCSPRequest apart (RFC 6960, 4.1.1). Who signed it is not looked at, for what we answer is no secret. Throws `ocsp.malformed` for what is
 * not one, asks for too much, has a nonce of a length that is not allowed, or insists on an extension that we do not know.
 */
export function readQuestion(request: Uint8Array, hashes: IssuerHashes): OcspQuestion {
  try {
    return question(request, hashes);
  } catch (cause) {
    if (cause instanceof NotDer) throw new Problem("ocsp.malformed", {}, { cause });
    throw cause;
  }
}

function question(request: Uint8Array, hashes: IssuerHashes): OcspQuestion {
  const [tbs, signature, ...more] = childrenOf(readDer(request), TAG.sequence);
  if (more.length > 0 || (signature && signature.tag !== 0xa0)) throw new NotDer("more than a request");
  const parts = childrenOf(tbs, TAG.sequence);
  // Version 1 is the default, and DER does not write defaults; requestorName says who asks, which we do not care for.
  if (parts[0]?.tag === 0xa0) throw new NotDer("another version");
  if (parts[0]?.tag === 0xa1) parts.shift();
  const [list, wrappedExtensions, ...besides] = parts;
  if (besides.length > 0) throw new NotDer("more than a list and extensions");
  const about = childrenOf(list, TAG.sequence).map((one) => {
    const [id, extensions, ...rest] = childrenOf(one, TAG.sequence);
    if (rest.length > 0) throw new NotDer("more than a CertID and extensions");
    if (extensions) extensionsOf(extensions, 0xa0);
    return certId(id, hashes);
  });
  if (about.length === 0 || about.length > MOST_AT_ONCE) throw new NotDer(`${about.length} certificates asked for`);
  const nonce = wrappedExtensions ? nonceIn(extensionsOf(wrappedExtensions, 0xa2)) : null;
  return { about, nonce };
}

function certId(id: Tlv | undefined, hashes: IssuerHashes): CertId {
  const [algorithm, nameHash, keyHash, serial, ...more] = childrenOf(id, TAG.sequence);
  if (more.length > 0) throw new NotDer("more than a CertID");
  const [hash, parameters, ...others] = childrenOf(algorithm, TAG.sequence);
  // One way to name a certificate, but for the NULL that some leave out: whoever asks must not make us keep the same answer under names without end.
  if (others.length > 0 || (parameters && parameters.tag !== TAG.null)) throw new NotDer("a hash with parameters");
  if (expectTag(serial, TAG.integer).value.length > LONGEST_SERIAL) throw new NotDer("a serial of more than 20 octets");
  const [name, key] = [nameHash, keyHash].map((digest) => Buffer.from(expectTag(digest, TAG.octetString).value).toString("hex"));
  const isOurs = hashes.get(oidOf(hash)) === `${name} ${key}`;
  return { der: expectTag(id, TAG.sequence).bytes, serial: Buffer.from(expectTag(serial, TAG.integer).value).toString("hex"), isOurs };
}

type Extension = { id: string; isCritical: boolean; value: Uint8Array };

function extensionsOf(wrappedExtensions: Tlv, tag: number): Extension[] {
  const [list, ...more] = childrenOf(wrappedExtensions, tag);
  if (more.length > 0) throw new NotDer("more than extensions");
  const all = childrenOf(list, TAG.sequence).map((extension) => {
    const parts = childrenOf(extension, TAG.sequence);
    // Some askers write that an extension is not critical, which DER would leave out; nothing depends on it.
    const critical = parts[1]?.tag === TAG.boolean ? parts.splice(1, 1)[0] : undefined;
    return { id: oidOf(parts[0]), isCritical: critical?.value[0] === 0xff, value: expectTag(parts[1], TAG.octetString).value };
  });
  if (all.some(({ id, isCritical }) => isCritical && id !== OID.ocspNonce)) throw new NotDer("a critical extension that is unknown");
  return all;
}

function nonceIn(extensions: readonly Extension[]): Uint8Array | null {
  const [nonce, ...more] = extensions.filter(({ id }) => id === OID.ocspNonce);
  if (!nonce) return null;
  const { length } = expectTag(readDer(nonce.value), TAG.octetString).value;
  if (more.length > 0 || length < 1 || length > LONGEST_NONCE) throw new NotDer("not one nonce of 1 to 128 octets");
  return nonce.value;
}

/** RFC 6960, 4.2.1: OCSPResponseStatus. */
const STATUS: Readonly<Record<OcspRefusal, number>> = { malformedRequest: 1, internalError: 2, tryLater: 3, unauthorized: 6 };

export function refuse(why: OcspRefusal): Uint8Array {
  return toDer(sequence(enumerated(STATUS[why])));
}

type Answer = { about: CertId; state: CertificateState };

/** DER of a successful OCSPResponse with a BasicOCSPResponse (RFC 6960, 4.2.1), signed by the responder's key, whose certificate goes along. */
export async function signAnswer(
  answers: readonly Answer[],
  { thisUpdate, nextUpdate, nonce, certificate }: Currency & { nonce: Uint8Array | null; certificate: Uint8Array },
  key: SigningKey & { spki: Uint8Array },
): Promise<Uint8Array> {
  const data = toDer(
    sequence(
      // byKey: the hash of the responder's key, by which the certificate that goes along is found.
      tagged(2, octets(keyIdentifier(key.spki))),
      generalizedTime(thisUpdate),
      sequence(...answers.map(({ about, state }) => sequence(encoded(about.der), certStatus(state), generalizedTime(thisUpdate), tagged(0, generalizedTime(nextUpdate))))),
      ...(nonce ? [tagged(1, sequence(ocspNonce(nonce)))] : []),
    ),
  );
  const basic = await signDer(data, key, wrapped(0xa0, wrapped(TAG.sequence, certificate)));
  const responseBytes = wrapped(TAG.sequence, OCSP_BASIC, wrapped(TAG.octetString, basic));
  return wrapped(TAG.sequence, SUCCESSFUL, wrapped(0xa0, responseBytes));
}

const SUCCESSFUL = toDer(enumerated(0));
const OCSP_BASIC = toDer(oid(OID.ocspBasic));

/** RFC 6960, 4.2.1: CertStatus. "Unspecified" is said by saying nothing. */
function certStatus(state: CertificateState): Node {
  if (state === "good") return implicit(0, new Uint8Array());
  if (state === "unknown") return implicit(2, new Uint8Array());
  const code = REASON_CODE[state.reason];
  return tagged(1, generalizedTime(state.revokedAt), ...(code === 0 ? [] : [tagged(0, enumerated(code))]));
}
