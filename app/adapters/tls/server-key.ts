import { generateKeyPair, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

import { authorityKeyIdentifier, basicConstraints, extendedKeyUsage, keyUsage, subjectAltName, subjectKeyIdentifier } from "#app/adapters/forge/extensions.ts";
import { toPem } from "#app/adapters/forge/pem.ts";
import { keyInHand, signDer } from "#app/adapters/forge/signer.ts";
import { encodeName, encodeTbs, keyIdentifier, newSerial } from "#app/adapters/forge/tbs.ts";

export type ServerKey = { keyPem: string; certPem: string; authorityPem: string; notAfter: string };

const DAY_MS = 86_400_000;
/** Safari takes no certificate of a server that lasts longer than 825 days. */
const DAYS = 800;

/**
 * Key and certificate for the demonstration's own port with TLS, from an authority of their own that is thrown away with its key: it says "demonstration" in its
 * name, certifies this machine and nothing else, and has nothing to do with the authority that certifies users. `now` is the machine's time, by which
 * browsers judge it.
 */
export async function makeServerKey({ now, hosts }: { now: Date; hosts: readonly string[] }): Promise<ServerKey> {
  const [authority, server] = await Promise.all([newKey(), newKey()]);
  const [notBefore, notAfter] = [new Date(now.getTime() - DAY_MS), new Date(Math.floor(now.getTime() / 1000) * 1000 + DAYS * DAY_MS)];
  const issuer = encodeName([{ attribute: "O", value: "Zegel" }, { attribute: "CN", value: "Zegel demonstration, for TLS on this machine only" }]);
  const authorityCert = await signDer(
    encodeTbs({
      serial: newSerial(), issuer, notBefore, notAfter, subject: issuer, publicKey: authority.spki,
      extensions: [basicConstraints({ pathLength: 0 }), keyUsage(["keyCertSign"]), subjectKeyIdentifier(keyIdentifier(authority.spki))],
    }),
    keyInHand(authority.privateKey),
  );
  const serverCert = await signDer(
    encodeTbs({
      serial: newSerial(), issuer, notBefore, notAfter, subject: encodeName([{ attribute: "CN", value: hosts[0] ?? "localhost" }]), publicKey: server.spki,
      extensions: [
        basicConstraints(), keyUsage(["digitalSignature", "keyEncipherment"]), extendedKeyUsage(["serverAuth"]),
        subjectKeyIdentifier(keyIdentifier(server.spki)), authorityKeyIdentifier(keyIdentifier(authority.spki)), subjectAltName(hosts),
      ],
    }),
    keyInHand(authority.privateKey),
  );
  return {
    keyPem: server.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certPem: toPem("CERTIFICATE", serverCert),
    authorityPem: toPem("CERTIFICATE", authorityCert),
    notAfter: notAfter.toISOString(),
  };
}

async function newKey(): Promise<{ privateKey: KeyObject; spki: Uint8Array }> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048, publicExponent: 65537 });
  return { privateKey, spki: publicKey.export({ type: "spki", format: "der" }) };
}
