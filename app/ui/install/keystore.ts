import { Problem } from "#app/domain/problem.ts";

import {
  bmpString, element, integer, objectIdentifier, octetString, sequence, setOf, tagged, toHex, type Octets,
} from "./der.ts";
import { certificatesIn } from "./pem.ts";
import { close, seal } from "./pkcs12-password.ts";

export { makeCsr, makeKey } from "./csr.ts";

export type KeystoreContents = {
  privateKey: CryptoKey;
  certificatePem: string;
  /** Issuing CA and root; only certificates are taken from it. */
  chainPem: string | readonly string[];
  /** The user's own, of any letters; it never leaves the browser. */
  password: string;
  /** What the system that imports the file calls the certificate. */
  friendlyName: string;
};

/**
 * The user's `.p12` (PKCS#12, RFC 7292), put together in the browser (D5): key, certificate and chain, closed under the password.
 * Key and certificate carry the same name and identifier, by which importers join them. Throws `keystore.no-password` and
 * `keystore.other-key`, when the certificate is not for this key: the file would be of no use.
 */
export async function makeKeystore(contents: KeystoreContents): Promise<Octets> {
  const { privateKey, password, friendlyName } = contents;
  if (password === "") throw new Problem("keystore.no-password");
  const [certificate] = certificatesIn(contents.certificatePem);
  const chain = [contents.chainPem].flat().flatMap(certificatesIn);
  if (!certificate || !(await belongTogether(certificate, privateKey))) throw new Problem("keystore.other-key");

  const identifier = new Uint8Array(await crypto.subtle.digest("SHA-1", certificate));
  const attributes = setOf(
    sequence(objectIdentifier("1.2.840.113549.1.9.20"), setOf(bmpString(friendlyName))),
    sequence(objectIdentifier("1.2.840.113549.1.9.21"), setOf(octetString(identifier))),
  );
  const key = await close(new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey)), password);
  const certificates = await close(sequence(certificateBag(certificate, attributes), ...chain.map((one) => certificateBag(one))), password);

  const parts = sequence(encryptedData(certificates), data(sequence(bag("1.2", sequence(key.algorithm, octetString(key.closed)), attributes))));
  return sequence(integer(3), data(parts), await seal(parts, password));
}

/** The modulus stands in the certificate as it stands in the key. */
async function belongTogether(certificate: Octets, privateKey: CryptoKey): Promise<boolean> {
  const { n = "" } = await crypto.subtle.exportKey("jwk", privateKey);
  const modulus = Uint8Array.from(atob(n.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
  return modulus.length > 0 && toHex(certificate).includes(toHex(modulus));
}

/** CertBag with an X.509 certificate (RFC 7292, 4.2.3). */
function certificateBag(certificate: Octets, attributes?: Octets): Octets {
  return bag("1.3", sequence(objectIdentifier("1.2.840.113549.1.9.22.1"), tagged(0, octetString(certificate))), attributes);
}

/** SafeBag: "1.2" is a shrouded key, "1.3" a certificate (RFC 7292, 4.2). */
function bag(kind: "1.2" | "1.3", value: Octets, attributes?: Octets): Octets {
  return sequence(objectIdentifier(`1.2.840.113549.1.12.10.${kind}`), tagged(0, value), ...(attributes ? [attributes] : []));
}

/** ContentInfo of type data (RFC 5652, 4). */
function data(content: Octets): Octets {
  return sequence(objectIdentifier("1.2.840.113549.1.7.1"), tagged(0, octetString(content)));
}

/** ContentInfo of type encrypted-data (RFC 5652, 8); the closed octets are `[0] IMPLICIT`. */
function encryptedData({ algorithm, closed }: { algorithm: Octets; closed: Octets }): Octets {
  const info = sequence(objectIdentifier("1.2.840.113549.1.7.1"), algorithm, element(0x80, closed));
  return sequence(objectIdentifier("1.2.840.113549.1.7.6"), tagged(0, sequence(integer(0), info)));
}
