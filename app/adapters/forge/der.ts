/** One element of DER: its tag octet, its content, and all its octets. */
export type Tlv = { tag: number; value: Uint8Array; bytes: Uint8Array };

/** The tags that a certificate is made of (X.690, 8). */
export const TAG = {
  boolean: 0x01, integer: 0x02, bitString: 0x03, octetString: 0x04, null: 0x05, oid: 0x06, utf8: 0x0c,
  printable: 0x13, utcTime: 0x17, generalizedTime: 0x18, sequence: 0x30, set: 0x31,
} as const;

/** Octets that are not DER: said to whoever reads a file, never shown to a customer. */
export class NotDer extends Error {
  override readonly name = "NotDer";
}

/**
 * Reads exactly one element, with nothing behind it. Written apart from the library that encodes, so that a mistake there is not
 * repeated here; strict about lengths (X.690, 10.1) and about the shapes that DER fixes (11), all the way down.
 * Throws `NotDer`.
 */
export function readDer(bytes: Uint8Array): Tlv {
  const elements = readAll(bytes);
  const [only] = elements;
  if (!only || elements.length > 1) throw new NotDer("one element expected");
  return only;
}

/** The elements inside a constructed one. Throws `NotDer`. */
export function children(element: Tlv): Tlv[] {
  if ((element.tag & 0x20) === 0) throw new NotDer("a constructed element expected");
  return readAll(element.value, EXAMINED);
}

/** The same, where the tag is known. Throws `NotDer` when it is another. */
export function childrenOf(element: Tlv | undefined, tag: number): Tlv[] {
  return children(expectTag(element, tag));
}

/** The element itself, when it is there and of this tag; else throws `NotDer`. */
export function expectTag(element: Tlv | undefined, tag: number): Tlv {
  if (element?.tag !== tag) throw new NotDer(`tag 0x${tag.toString(16)} expected`);
  return element;
}

/** "1.2.840.113549.1.1.1" for the content of an OBJECT IDENTIFIER. */
export function oidOf(element: Tlv | undefined): string {
  const { value } = expectTag(element, TAG.oid);
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of value) {
    arc = arc * 128 + (octet & 0x7f);
    if (octet & 0x80) continue;
    if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    else arcs.push(arc);
    arc = 0;
  }
  return arcs.join(".");
}

/** The content of a BIT STRING that has whole octets. Throws `NotDer`. */
export function bitsOf(element: Tlv | undefined): Uint8Array {
  const { value } = expectTag(element, TAG.bitString);
  if (value[0] !== 0) throw new NotDer("whole octets expected");
  return value.subarray(1);
}

/** An INTEGER as a number of any size, with its sign. */
export function integerOf(element: Tlv | undefined): bigint {
  const { value } = expectTag(element, TAG.integer);
  return BigInt.asIntN(value.length * 8, BigInt(`0x${Buffer.from(value).toString("hex")}`));
}

/** A UTCTime or GeneralizedTime in the one form that RFC 5280, 4.1.2.5 allows; throws `NotDer` for any other. */
export function timeOf(element: Tlv | undefined): Date {
  const text = Buffer.from(element?.value ?? []).toString("latin1");
  const parts =
    element?.tag === TAG.utcTime ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
    : element?.tag === TAG.generalizedTime ? /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text)
    : null;
  if (!parts) throw new NotDer("a time with seconds and Z expected");
  const [year = 0, month = 0, day, hour, minute, second] = parts.slice(1).map(Number);
  const fullYear = element?.tag === TAG.utcTime ? (year >= 50 ? 1900 + year : 2000 + year) : year;
  const time = new Date(Date.UTC(fullYear, month - 1, day, hour, minute, second));
  if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day || time.getUTCSeconds() !== second) throw new NotDer("no such time");
  return time;
}

/** In place of a depth: these octets were looked through when what holds them was read. */
const EXAMINED = -1;

/** Deeper than any certificate or signing request goes; what nests further is an attack on the reader. */
const DEEPEST = 16;

function readAll(bytes: Uint8Array, depth = 0): Tlv[] {
  if (depth > DEEPEST) throw new NotDer("nested too deep");
  const elements: Tlv[] = [];
  for (let at = 0; at < bytes.length; ) {
    const element = readAt(bytes, at, depth);
    elements.push(element);
    at += element.bytes.length;
  }
  return elements;
}

function readAt(bytes: Uint8Array, start: number, depth: number): Tlv {
  const tag = bytes[start] ?? 0;
  if ((tag & 0x1f) === 0x1f || tag === 0) throw new NotDer("tag");
  const first = bytes[start + 1];
  if (first === undefined || first === 0x80 || first > 0x83) throw new NotDer("length");
  let at = start + 2;
  let length = first;
  if (first > 0x80) {
    const octets = first & 0x7f;
    length = 0;
    for (let read = 0; read < octets; read++) length = length * 256 + (bytes[at++] ?? 0);
    if (length < 0x80 || length < 256 ** (octets - 1)) throw new NotDer("length is not the shortest");
  }
  if (at + length > bytes.length) throw new NotDer("cut short");
  const element = { tag, value: bytes.subarray(at, at + length), bytes: bytes.subarray(start, at + length) };
  if (depth === EXAMINED) return element;
  if (tag & 0x20) readAll(element.value, depth + 1);
  else requireShape(element);
  return element;
}

/** X.690, 8 and 11: one way to write each value. */
function requireShape({ tag, value }: Tlv): void {
  const [first = 0, second = 0] = value;
  const last = value.at(-1) ?? 0;
  const wrong =
    (tag === TAG.boolean && (value.length !== 1 || (first !== 0 && first !== 0xff))) ||
    (tag === TAG.integer && (value.length === 0 || (value.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))))) ||
    (tag === TAG.bitString && (value.length === 0 || first > 7 || (value.length === 1 && first > 0) || (value.length > 1 && (last & ((1 << first) - 1)) !== 0))) ||
    (tag === TAG.null && value.length !== 0) ||
    (tag === TAG.oid && (value.length === 0 || last >= 0x80));
  if (wrong) throw new NotDer(`content of tag 0x${tag.toString(16)}`);
}
