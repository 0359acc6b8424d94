import { readAddress } from "#app/domain/ip-address.ts";

import { cleanLines } from "./clean.ts";
import { read, refuse, type Reading } from "./result.ts";

/** Software stands in few places; who needs more has another question. */
const MOST = 20;

/**
 * Addresses from which software comes, IPv4 or IPv6, one on a line or with commas: as text, each written in the one way and once. What is an address of an inside network is refused
 * with its reason: nobody outside sees it.
 */
export function readIpAddresses(field: string, typed: string): Reading<string> {
  const all = cleanLines(typed).split(/[\s,;]+/).filter((one) => one !== "");
  if (all.length === 0) return refuse(field, "ip.empty");
  const addresses = all.map((one) => ({ one, address: readAddress(one) }));
  for (const { one, address } of addresses) {
    const shown = one.slice(0, 60);
    if (address === null) return refuse(field, /[/*]|-/.test(one) ? "ip.range" : "ip.unknown", { typed: shown });
    if (address.isInside) return refuse(field, "ip.inside", { typed: shown });
  }
  const written = [...new Set(addresses.flatMap(({ address }) => address?.text ?? []))];
  if (written.length > MOST) return refuse(field, "ip.many", { most: MOST, typed: written.length });
  return read(field, written.join("\n"), written.join("\n"));
}
