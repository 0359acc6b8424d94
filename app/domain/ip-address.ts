import { BlockList, isIP, isIPv4 } from "node:net";

/** An address of one host: in the one way that it is written (RFC 5952), and whether it is one that only an inside network knows. */
export type IpAddress = { text: string; isInside: boolean };

/** Addresses that no connection from outside can have (RFC 1918, RFC 4193, RFC 6598, RFC 6890): whoever types one looked at their own computer. */
const INSIDE = new BlockList();
for (const [network, prefix] of [["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.168.0.0", 16], ["224.0.0.0", 3]] as const) INSIDE.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [["::", 128], ["::1", 128], ["fc00::", 7], ["fe80::", 10], ["ff00::", 8]] as const) INSIDE.addSubnet(network, prefix, "ipv6");

/**
 * Reads an IPv4 or IPv6 address; null for anything else, such as a network or an address with a zone. An IPv4 address that is written as IPv6 (RFC 4291, 2.5.5.2), as a server with both may
 * see it, is the IPv4 address.
 */
export function readAddress(typed: string): IpAddress | null {
  const text = typed.trim();
  if (isIP(text) === 0 || text.includes("%")) return null;
  if (isIPv4(text)) return { text, isInside: INSIDE.check(text, "ipv4") };
  const written = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(written) ?? [];
  if (high !== undefined && low !== undefined) return readAddress([high, low].flatMap((half) => [parseInt(half, 16) >> 8, parseInt(half, 16) & 0xff]).join("."));
  return { text: written, isInside: INSIDE.check(written, "ipv6") };
}
