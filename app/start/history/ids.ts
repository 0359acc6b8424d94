/** Numbers and ids that are never twice the same in one history, and always the same for the same seed. */
export type Ids = {
  uuid(): string;
  /** 64 hexadecimal digits, as of a SHA-256. */
  hash(): string;
  /** 32 hexadecimal digits. */
  salt(): string;
  /** Seventeen octets in hexadecimal, as the serial of a certificate. */
  serial(): string;
  /** So many letters and digits. */
  token(length: number): string;
  /** Sixteen digits. */
  digits(): string;
};

/**
 * Ids of a seed. The first word of each is a counter that was mixed one to one (the finaliser of MurmurHash3), so that no two are the same; the others only have to look
 * like chance. Of no use for secrets: nothing that is made here opens anything.
 */
export function makeIds(seed: number): Ids {
  let made = 0;
  const word = (count: number, place: number) => mix((count ^ Math.imul(place, 0x9e3779b1)) + Math.imul(seed, 0x85ebca6b));
  const next = () => (made += 1);
  const hex = (count: number, words: number) => {
    let text = "";
    for (let place = 0; place < words; place += 1) {
      const one = word(count, place);
      text += `${HEX[one >>> 16] ?? ""}${HEX[one & 0xffff] ?? ""}`;
    }
    return text;
  };
  return {
    uuid: () => {
      const text = hex(next(), 4);
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-${VARIANT[Number.parseInt(text.charAt(16), 16) & 3]}${text.slice(17, 20)}-${text.slice(20, 32)}`;
    },
    hash: () => hex(next(), 8),
    salt: () => hex(next(), 4),
    serial: () => `${(word(next(), 7) % 7) + 1}${hex(made, 5).slice(0, 33)}`,
    token: (length) => Buffer.from(hex(next(), 8), "hex").toString("base64url").slice(0, length),
    digits: () => String(10_000_000 + (next() % 90_000_000)) + String(10_000_000 + (word(made, 3) % 90_000_000)),
  };
}

/** All pairs of octets in hexadecimal. */
const HEX = Array.from({ length: 0x1_0000 }, (_one, value) => value.toString(16).padStart(4, "0"));
const VARIANT = ["8", "9", "a", "b"] as const;

function mix(value: number): number {
  let mixed = value >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
