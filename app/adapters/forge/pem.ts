/** PEM (RFC 7468) with lines of 64 characters. */
export function toPem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der).toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** The octets of the one PEM block that a text consists of; `null` when there is anything else in it. */
export function fromPem(labels: readonly string[], text: string): Uint8Array | null {
  const found = /^\s*-----BEGIN ([A-Z ]+)-----\s+([A-Za-z0-9+/=\s]+?)\s+-----END \1-----\s*$/.exec(text);
  if (!found || !labels.includes(found[1] ?? "")) return null;
  const base64 = (found[2] ?? "").replace(/\s/g, "");
  const der = Buffer.from(base64, "base64");
  return der.toString("base64") === base64 ? Uint8Array.from(der) : null;
}
