import bwip from "bwip-js/node";

/** A QR code as rows of dark and light modules, without its quiet zone. Level Q: a quarter may be lost to a stamp or a fold. */
export function qrModules(text: string): boolean[][] {
  const [drawn] = bwip.raw("qrcode", text, "eclevel=Q");
  if (!drawn || !("pixs" in drawn)) throw new Error("No QR code was drawn.");
  const { pixs, pixx } = drawn;
  return Array.from({ length: pixs.length / pixx }, (_, row) => pixs.slice(row * pixx, (row + 1) * pixx).map((dark) => dark === 1));
}
