/** The largest certificate that a proxy may hand on; ours have some 1,600 octets. */
const MOST_OCTETS = 8 * 1024;

/**
 * The certificate in a `Client-Cert` header (RFC 9440, 2.2): a structured field that is one byte sequence (RFC 8941, 3.3.5), without parameters, of the DER.
 * Null for anything else: several values, another type, letters that are no base64, bits left over (RFC 4648, 3.5), or more octets than a certificate has.
 * It is not judged here; that the octets begin as a SEQUENCE that is as long as they are keeps out what cannot be one.
 */
export function readClientCert(field: string): Uint8Array | null {
  // Padding is asked for: whoever leaves it out writes another sequence, and one certificate has one spelling here.
  const base64 = /^ *:((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?): *$/.exec(field.slice(0, 2 * MOST_OCTETS))?.[1];
  if (base64 === undefined || field.length > 2 * MOST_OCTETS) return null;
  const octets = Buffer.from(base64, "base64");
  if (octets.length > MOST_OCTETS || octets.toString("base64") !== base64) return null;
  return isOneSequence(octets) ? Uint8Array.from(octets) : null;
}

/** DER of one SEQUENCE and nothing behind it (X.690, 8.1.3, 10.1). */
function isOneSequence(octets: Buffer): boolean {
  if (octets[0] !== 0x30 || octets.length < 2) return false;
  const [, short = 0] = octets;
  if (short < 0x80) return octets.length === 2 + short;
  const width = short & 0x7f;
  if (width < 1 || width > 3 || octets.length < 2 + width) return false;
  const length = octets.readUIntBE(2, width);
  return length >= 0x80 && octets.length === 2 + width + length && octets[2] !== 0;
}
