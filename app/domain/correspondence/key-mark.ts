/** How a key of the print room is called on pages and in the names of its files: the beginning of its RFC 7638 thumbprint. */
export function keyMark(keyId: string): string {
  return keyId.slice(0, 8);
}
