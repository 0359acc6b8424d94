import { children, NotDer } from "../der.ts";
import { bitLength, rsaNumbers } from "../rsa.ts";
import { weaknessOf } from "../weak-keys.ts";
import { same, wrongIf, type Check, type LintContext, type Tbs } from "./tbs.ts";

/** SEQUENCE { rsaEncryption, NULL }, written out. */
const RSA_ENCRYPTION = Buffer.from("300d06092a864886f70d0101010500", "hex");

type Numbers = { modulus: bigint; exponent: bigint };

/** Six checks look at one key: it is taken apart once for each reading of the octets. */
const alreadyRead = new WeakMap<Tbs["spki"], Numbers | null>();

/** The holder's key (RFC 5280, 4.1.2.7; RFC 3279, 2.3.1). A key that is not RSA is for `key-algorithm` alone. */
export const keyChecks: Check[] = [
  {
    check: "key-algorithm",
    clause: "RFC 3279, 2.3.1",
    judge: ({ spki }) => wrongIf(!isRsa({ spki }), "not rsaEncryption with NULL"),
  },
  {
    check: "key-encoding",
    clause: "RFC 3279, 2.3.1; RFC 8017, A.1.1",
    judge: ({ spki }) => wrongIf(isRsa({ spki }) && !numbersOf(spki), "not an RSAPublicKey in DER"),
  },
  {
    check: "key-size",
    clause: "profile, key; NIST SP 800-57, part 1, 5.6",
    judge: rsa(({ modulus }, { profile }) => {
      const bits = bitLength(modulus);
      return wrongIf(modulus <= 0n || bits < profile.key.minBits || bits > profile.key.maxBits, `${bits} bits`);
    }),
  },
  {
    check: "key-exponent",
    clause: "RFC 8017, 3.1; CA/B Forum BR, 6.1.6",
    judge: rsa(({ exponent }) => wrongIf(exponent !== 65537n, `e is ${exponent}`)),
  },
  {
    check: "key-weak",
    clause: "CA/B Forum BR, 6.1.1.3",
    judge: rsa(({ modulus }, { issuer }) => {
      const weakness = weaknessOf(modulus, issuer.modulus);
      return weakness === "authority-key" ? null : weakness;
    }),
  },
  {
    check: "key-not-issuer",
    clause: "RFC 5280, 4.2.1.9",
    judge: rsa(({ modulus }, { issuer }) => wrongIf(modulus === issuer.modulus, "the key of the issuing CA itself")),
  },
];

function rsa(judge: (numbers: Numbers, context: LintContext) => string | null): Check["judge"] {
  return (tbs, context) => {
    const numbers = isRsa(tbs) ? numbersOf(tbs.spki) : null;
    return numbers ? judge(numbers, context) : null;
  };
}

function isRsa({ spki }: Pick<Tbs, "spki">): boolean {
  const [algorithm] = children(spki);
  return algorithm !== undefined && same(algorithm.bytes, RSA_ENCRYPTION);
}

function numbersOf(spki: Tbs["spki"]): Numbers | null {
  if (!alreadyRead.has(spki)) alreadyRead.set(spki, readNumbers(spki.bytes));
  return alreadyRead.get(spki) ?? null;
}

function readNumbers(spki: Uint8Array): Numbers | null {
  try {
    return rsaNumbers(spki);
  } catch (thrown) {
    if (thrown instanceof NotDer) return null;
    throw thrown;
  }
}
