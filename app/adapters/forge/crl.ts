import type { CrlOrder, Revocation } from "#app/domain/certificates/ports.ts";
import type { RevocationReason } from "#app/domain/certificates/reasons.ts";

import { TAG } from "./der.ts";
import { encoded, enumerated, integer, octets, oid, sequence, tagged, time, timeText, toDer, wrapped } from "./encode.ts";
import { authorityKeyIdentifier, crlNumber } from "./extensions.ts";
import type { Issuer } from "./issuer.ts";
import { OID } from "./oids.ts";
import { signatureAlgorithm } from "./tbs.ts";

/** RFC 5280, 5.3.1. */
export const REASON_CODE: Readonly<Record<RevocationReason, number>> = {
  unspecified: 0, keyCompromise: 1, affiliationChanged: 3, superseded: 4, cessationOfOperation: 5, privilegeWithdrawn: 9,
};

/** The extensions of an entry, for each reason; none for `unspecified`, which is said by saying nothing (RFC 5280, 5.3.1). */
const REASON_EXTENSIONS = Object.fromEntries(
  Object.entries(REASON_CODE).map(([reason, code]) => [reason, code === 0 ? new Uint8Array() : toDer(sequence(sequence(oid(OID.reasonCode), octets(toDer(enumerated(code))))))]),
) as Readonly<Record<RevocationReason, Uint8Array>>;

/** Octets of the longest entry: a serial of 20, a GeneralizedTime, a reason. */
const LONGEST_ENTRY = 64;

/**
 * DER of the entries of a list (RFC 5280, 5.1.2.6), one after the other. Written octet by octet into one piece: the library takes some forty times as long, and a
 * list of 100,000 is made anew at each revocation. A serial has 20 octets at most.
 */
export function encodeEntries(revoked: ReadonlyArray<Revocation & { serial: string }>): Uint8Array {
  const octets = Buffer.allocUnsafe(revoked.length * LONGEST_ENTRY);
  let at = 0;
  for (const { serial, revokedAt, reason } of revoked) {
    const [time, tail] = [timeText(revokedAt), REASON_EXTENSIONS[reason]];
    // None of these lengths reaches 128, from where on they would take more than one octet.
    octets[at] = TAG.sequence;
    octets[at + 1] = 2 + serial.length / 2 + 2 + time.digits.length + tail.length;
    octets[at + 2] = TAG.integer;
    at += 4 + (octets[at + 3] = octets.write(serial, at + 4, "hex"));
    octets[at] = time.tag;
    at += 2 + (octets[at + 1] = octets.write(time.digits, at + 2, "latin1"));
    octets.set(tail, at);
    at += tail.length;
  }
  return octets.subarray(0, at);
}

/** DER of the TBSCertList: version 2, with its number and the identifier of the key (RFC 5280, 5.1.2 and 5.2). */
export function prepareCrl(issuer: Issuer, { thisUpdate, nextUpdate, number, entries }: CrlOrder): Uint8Array {
  return wrapped(
    TAG.sequence,
    toDer(integer(Uint8Array.of(1))),
    toDer(signatureAlgorithm()),
    toDer(encoded(issuer.name)),
    toDer(time(thisUpdate)),
    toDer(time(nextUpdate)),
    // Where nothing is revoked there is no list of it, not an empty one (5.1.2.6).
    ...(entries.some(({ length }) => length > 0) ? [wrapped(TAG.sequence, ...entries)] : []),
    toDer(tagged(0, sequence(authorityKeyIdentifier(issuer.keyId), crlNumber(number)))),
  );
}
