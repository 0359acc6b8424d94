import forge from "node-forge";

import { expectTag, readDer, TAG } from "./der.ts";

const { asn1 } = forge;
const { UNIVERSAL, CONTEXT_SPECIFIC } = asn1.Class;
const { Type } = asn1;

export type Node = forge.asn1.Asn1;

/** Building blocks of DER. The library keeps octets in "binary strings": these are the only functions that see them. */
export const sequence = (...parts: Node[]): Node => asn1.create(UNIVERSAL, Type.SEQUENCE, true, parts);
export const set = (...parts: Node[]): Node => asn1.create(UNIVERSAL, Type.SET, true, parts);
export const oid = (dotted: string): Node => asn1.create(UNIVERSAL, Type.OID, false, asn1.oidToDer(dotted).getBytes());
export const integer = (octets: Uint8Array): Node => asn1.create(UNIVERSAL, Type.INTEGER, false, binary(octets));
export const boolean = (value: boolean): Node => asn1.create(UNIVERSAL, Type.BOOLEAN, false, value ? "\xff" : "\0");
export const octets = (content: Uint8Array): Node => asn1.create(UNIVERSAL, Type.OCTETSTRING, false, binary(content));
export const bits = (content: Uint8Array, unused = 0): Node =>
  asn1.create(UNIVERSAL, Type.BITSTRING, false, binary(Uint8Array.of(unused, ...content)));
/** An ENUMERATED of one octet, such as a reason of revocation. */
export const enumerated = (value: number): Node => asn1.create(UNIVERSAL, Type.ENUMERATED, false, binary(Uint8Array.of(value)));
export const nothing = (): Node => asn1.create(UNIVERSAL, Type.NULL, false, "");
export const utf8 = (text: string): Node => asn1.create(UNIVERSAL, Type.UTF8, false, binary(Buffer.from(text, "utf8")));
export const printable = (text: string): Node => asn1.create(UNIVERSAL, Type.PRINTABLESTRING, false, text);

/** `[number]` around other elements (EXPLICIT, or a constructed IMPLICIT). */
export const tagged = (number: number, ...parts: Node[]): Node => asn1.create(CONTEXT_SPECIFIC, number, true, parts);
/** `[number] IMPLICIT` in place of a primitive's own tag. */
export const implicit = (number: number, content: Uint8Array): Node => asn1.create(CONTEXT_SPECIFIC, number, false, binary(content));

/** UTCTime through 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5); whole seconds, UTC. */
export function time(instant: Date): Node {
  const { tag, digits } = timeText(instant);
  return asn1.create(UNIVERSAL, tag, false, digits);
}

/** The same as a tag and its characters, for what is written without the library. */
export function timeText(instant: Date): { tag: number; digits: string } {
  const digits = digitsOf(instant);
  return instant.getUTCFullYear() < 2050 ? { tag: TAG.utcTime, digits: digits.slice(2) } : { tag: TAG.generalizedTime, digits };
}

/** The one form of time that OCSP knows (RFC 6960, 4.2.2.1); whole seconds, UTC. */
export function generalizedTime(instant: Date): Node {
  return asn1.create(UNIVERSAL, Type.GENERALIZEDTIME, false, digitsOf(instant));
}

/** "20261116090000Z" */
function digitsOf(instant: Date): string {
  const iso = instant.toISOString();
  return `${iso.slice(0, 4)}${iso.slice(5, 7)}${iso.slice(8, 10)}${iso.slice(11, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}Z`;
}

/** The tag octet of a SEQUENCE with its "constructed" bit, for content that is not taken apart. */
const WHOLE_SEQUENCE: number = 0x30;

/** The DER of a SEQUENCE, taken over octet by octet. */
export function encoded(der: Uint8Array): Node {
  return asn1.create(UNIVERSAL, WHOLE_SEQUENCE, false, binary(expectTag(readDer(der), WHOLE_SEQUENCE).value));
}

export function toDer(node: Node): Uint8Array {
  return Uint8Array.from(Buffer.from(asn1.toDer(node).getBytes(), "latin1"));
}

/** One element around octets that are DER already, of any length; for what is too long, or too often made, to go through the library. */
export function wrapped(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const length = contents.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return Uint8Array.from(Buffer.concat([Uint8Array.of(tag, ...lengthOctets(length)), ...contents]));
}

/** X.690, 10.1: the shortest form. */
function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

function binary(content: Uint8Array): string {
  return Buffer.from(content).toString("latin1");
}
