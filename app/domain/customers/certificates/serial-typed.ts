/** As the database holds them, and at most twenty octets (RFC 5280, 4.1.2.2). */
const SERIAL = /^[0-7][0-9a-f]{15,39}$/;
/** A name before it, as programs and people write it. */
const CALLED = /^(?:serial(?:\s*(?:number|no|nr)\.?)?|serienummer|sn)\s*[:=#]?\s*/i;
/** So much of one is meant as the beginning of a serial; what is shorter is some other number. */
const SHORTEST_BEGINNING = 8;

/** What somebody typed may be: whole serials, as they are stored, or the beginning of one. */
export type SerialTyped = { whole: string[]; beginning: string | null };

/**
 * Reads a serial in whatever spelling a program shows it: hexadecimal in either case, with colons, spaces or dashes between the octets, with "0x" or zeros
 * before it or without the one zero that belongs to it, or decimal. Digits alone may be either, so that both are looked for.
 */
export function readSerial(typed: string): SerialTyped {
  const bare = typed.trim().replace(CALLED, "").replace(/^0x/i, "").replaceAll(/[\s:.-]/g, "").toLowerCase();
  if (!/^[0-9a-f]+$/.test(bare)) return { whole: [], beginning: null };
  const numbers = [BigInt(`0x${bare}`), ...(/^[0-9]+$/.test(bare) ? [BigInt(bare)] : [])];
  const whole = [...new Set(numbers.map(asStored))].filter((serial) => SERIAL.test(serial));
  return { whole, beginning: bare.length >= SHORTEST_BEGINNING && bare.length < 40 ? bare : null };
}

/** Whole octets, and none that a positive number does not need. */
function asStored(number: bigint): string {
  const digits = number.toString(16);
  return digits.length % 2 === 0 ? digits : `0${digits}`;
}
