/** Just enough DER (X.690) to write a signing request and a PKCS#12 file in the browser, without the weight of a library. */
export type Octets = Uint8Array<ArrayBuffer>;

/** One element: tag, length in its shortest form, content. */
export function element(tag: number, ...contents: Uint8Array[]): Octets {
  const content = join(contents);
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
  return join([Uint8Array.of(tag, ...(content.length < 0x80 ? [content.length] : [0x80 + length.length, ...length])), content]);
}

export const sequence = (...parts: Uint8Array[]): Octets => element(0x30, ...parts);
export const octetString = (content: Uint8Array): Octets => element(0x04, content);
export const bitString = (content: Uint8Array): Octets => element(0x03, Uint8Array.of(0), content);
export const utf8String = (text: string): Octets => element(0x0c, new TextEncoder().encode(text));
export const bmpString = (text: string): Octets => element(0x1e, utf16(text));
export const nothing = (): Octets => element(0x05);
/** `[number]`, constructed. */
export const tagged = (number: number, ...parts: Uint8Array[]): Octets => element(0xa0 + number, ...parts);

/** SET OF: its elements in the order of their octets (X.690, 11.6). */
export function setOf(...parts: Octets[]): Octets {
  return element(0x31, ...[...parts].sort((left, right) => (toHex(left) < toHex(right) ? -1 : 1)));
}

/** A whole number of zero or more, up to 2^53. */
export function integer(value: number): Octets {
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return element(0x02, Uint8Array.of(...((octets[0] ?? 0x80) >= 0x80 ? [0, ...octets] : octets)));
}

/** "1.2.840.113549.1.7.1" */
export function objectIdentifier(dotted: string): Octets {
  const [first = 0, second = 0, ...arcs] = dotted.split(".").map(Number);
  return element(0x06, Uint8Array.of(...[40 * first + second, ...arcs].flatMap(baseOf128)));
}

/** UTF-16, most significant octet first. */
export function utf16(text: string): Octets {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
  return Uint8Array.from(units.flatMap((unit) => [unit >> 8, unit & 0xff]));
}

export function join(parts: readonly Uint8Array[]): Octets {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function toHex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}

function baseOf128(arc: number): number[] {
  const octets = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift(0x80 + (rest % 128));
  return octets;
}
