import type { Octets } from "./der.ts";

/** PEM (RFC 7468), lines of 64 characters. */
export function toPem(label: string, der: Uint8Array): string {
  const base64 = btoa(Array.from(der, (octet) => String.fromCharCode(octet)).join(""));
  return [`-----BEGIN ${label}-----`, ...(base64.match(/.{1,64}/g) ?? []), `-----END ${label}-----`, ""].join("\n");
}

/** Every certificate in a text, in its order. */
export function certificatesIn(pem: string): Octets[] {
  const blocks = pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g);
  return Array.from(blocks, ([, base64 = ""]) => Uint8Array.from(atob(base64.replace(/\s/g, "")), (character) => character.charCodeAt(0)));
}
