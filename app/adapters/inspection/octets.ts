/** One element of DER (X.690) as it lies among octets: its content, itself whole, and where the next begins. */
export type Element = { tag: number; value: Buffer; whole: Buffer; end: number };

/** What cannot be read. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

/**
 * The element at a place. This room reads by itself, and shares nothing with the reader by which the authority's own octets are linted: an error there is not
 * repeated here. Throws `Unreadable`.
 */
export function elementAt(octets: Buffer, at = 0): Element {
  const [tag, first] = [octets[at], octets[at + 1]];
  if (tag === undefined || first === undefined) throw new Unreadable("nothing is left");
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || more > 4 || at + 2 + more > octets.length) throw new Unreadable("length");
  const length = more === 0 ? first : octets.readUIntBE(at + 2, more);
  const begin = at + 2 + more;
  if (begin + length > octets.length) throw new Unreadable("cut short");
  return { tag, value: octets.subarray(begin, begin + length), whole: octets.subarray(at, begin + length), end: begin + length };
}

/** The elements inside one. Throws `Unreadable`. */
export function within({ value }: Element): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < value.length; at = found.at(-1)?.end ?? value.length) found.push(elementAt(value, at));
  return found;
}

/** The element, if it is there and has this tag. Throws `Unreadable`. */
export function need(element: Element | undefined, tag: number): Element {
  if (element?.tag !== tag) throw new Unreadable(`no element of tag ${tag}`);
  return element;
}

/** An OBJECT IDENTIFIER in dots. */
export function oid(element: Element | undefined): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of need(element, 0x06).value) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (octet < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const [first = 0n, ...rest] = arcs;
  const top = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [top, first - top * 40n, ...rest].join(".");
}

/** A UTCTime or a GeneralizedTime. */
export function instant(element: Element | undefined): Date {
  const text = element?.value.toString("latin1") ?? "";
  const digits = element?.tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? "20" : "19"}${text}` : element?.tag === 0x18 ? text : "";
  const at = new Date(digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!/^\d{14}Z$/.test(digits) || Number.isNaN(at.getTime())) throw new Unreadable("no time");
  return at;
}

/** One element, written: the little that a question needs. */
export function written(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const length = content.length < 0x80 ? [content.length] : content.length < 0x100 ? [0x81, content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
