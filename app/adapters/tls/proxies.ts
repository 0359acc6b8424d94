import { BlockList, isIP } from "node:net";

/** Reads "10.0.0.7, 10.1.0.0/16, fd00::/8": single addresses and networks in CIDR notation; null where one of them is neither. */
export function readProxies(text: string): ((address: string | undefined) => boolean) | null {
  const list = new BlockList();
  for (const entry of text.split(",").map((part) => part.trim())) {
    const [address = "", prefix, more] = entry.split("/");
    const family = familyOf(address);
    const most = family === "ipv4" ? 32 : 128;
    if (family === null || more !== undefined) return null;
    if (prefix === undefined) list.addAddress(address, family);
    else if (/^\d{1,3}$/.test(prefix) && Number(prefix) <= most) list.addSubnet(address, Number(prefix), family);
    else return null;
  }
  return (given) => {
    // A socket that listens on both calls 10.0.0.7 "::ffff:10.0.0.7"; the zone of a link-local address says on which cable it is.
    const address = (given ?? "").replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
    const family = familyOf(address);
    return family !== null && list.check(address, family);
  };
}

function familyOf(address: string): "ipv4" | "ipv6" | null {
  const family = isIP(address);
  return family === 0 || address.includes("%") ? null : family === 4 ? "ipv4" : "ipv6";
}
