import { childrenOf, readDer, TAG } from "#app/adapters/forge/der.ts";

/** One element of DER from its tag and content; for building what the adapter would never write. */
export function tlv(tag: number, ...contents: Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents);
  const length = content.length;
  const octets = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from(Buffer.concat([Uint8Array.of(tag, ...octets), content]));
}

export const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
export const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "utf8"));

/** The elements of a SEQUENCE, as octets. */
export const partsOf = (sequence: Uint8Array): Uint8Array[] => childrenOf(readDer(sequence), TAG.sequence).map(({ bytes }) => bytes);
export const sequenceOf = (...parts: Uint8Array[]): Uint8Array => tlv(TAG.sequence, ...parts);

/** The parts of a TBSCertificate by name, and back again. */
export const TBS_PARTS = ["version", "serial", "signature", "issuer", "validity", "subject", "spki", "extensions"] as const;
export type TbsPart = (typeof TBS_PARTS)[number];

/** The same TBS with one part rewritten; `null` leaves it out. */
export function rewrite(tbs: Uint8Array, part: TbsPart, change: (old: Uint8Array) => Uint8Array | null): Uint8Array {
  const parts = partsOf(tbs);
  const at = TBS_PARTS.indexOf(part);
  const changed = parts.map((old, index) => (index === at ? change(old) : old));
  return sequenceOf(...changed.filter((one) => one !== null));
}

/** The same TBS with its list of extensions rewritten. */
export function rewriteExtensions(tbs: Uint8Array, change: (extensions: Uint8Array[]) => Uint8Array[]): Uint8Array {
  return rewrite(tbs, "extensions", (wrapped) => {
    const [list] = childrenOf(readDer(wrapped), 0xa3);
    return tlv(0xa3, sequenceOf(...change(partsOf(list?.bytes ?? new Uint8Array()))));
  });
}
