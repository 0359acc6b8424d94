import { bitLength } from "./rsa.ts";

/** Primes up to 751, as Boulder tries them; a factor that small comes of a broken generator. */
const SMALL_PRIMES = primesUpTo(751);
/** One long division, and the primes need to look at the remainder only. */
const SMALL_PRODUCT = SMALL_PRIMES.reduce((product, prime) => product * prime, 1n);

/** How far apart two prime factors may lie and still be found: a generator that takes "the next prime" is caught at once. */
const FERMAT_ROUNDS = 100;

/** CVE-2017-15361 shows modulo these: the primes that divide the constant of the faulty chips at every key size. */
const ROCA_PRIMES = primesUpTo(167).slice(1);

/**
 * Why a modulus must not be certified, or `null`. Finds small factors, factors next to each other, the fingerprint of ROCA
 * (Nemec and others, 2017), and the authority's own key.
 */
export function weaknessOf(modulus: bigint, authorityModulus: bigint): "small-factor" | "close-primes" | "roca" | "authority-key" | null {
  if (modulus === authorityModulus) return "authority-key";
  const rest = modulus % SMALL_PRODUCT;
  if (SMALL_PRIMES.some((prime) => rest % prime === 0n)) return "small-factor";
  if (hasRocaFingerprint(modulus)) return "roca";
  if (factorsByFermat(modulus)) return "close-primes";
  return null;
}

/** A ROCA prime is `k·M + 65537^a mod M`: so the product is a power of 65537 modulo every prime in M; others are so by rare chance. */
function hasRocaFingerprint(modulus: bigint): boolean {
  return ROCA_PRIMES.every((prime) => powersOf65537(prime).has(modulus % prime));
}

const knownPowers = new Map<bigint, Set<bigint>>();

function powersOf65537(prime: bigint): Set<bigint> {
  const known = knownPowers.get(prime);
  if (known) return known;
  const powers = new Set<bigint>();
  for (let power = 1n; !powers.has(power); power = (power * 65537n) % prime) powers.add(power);
  knownPowers.set(prime, powers);
  return powers;
}

/** Fermat: an odd n = a² − b²; when the factors are close, a is just above √n. */
function factorsByFermat(modulus: bigint): boolean {
  const root = squareRoot(modulus);
  let a = root * root < modulus ? root + 1n : root;
  let rest = a * a - modulus;
  for (let round = 0; round < FERMAT_ROUNDS; round++) {
    if (mayBeSquare(rest)) {
      const b = squareRoot(rest);
      if (b * b === rest) return true;
    }
    rest += 2n * a + 1n;
    a += 1n;
  }
  return false;
}

/** The remainders that squares can have: one number in a hundred passes all four, and only those are worth a root. */
const SQUARES = [64, 63, 65, 11].map((divisor) => ({
  divisor,
  remainders: new Set(Array.from({ length: divisor }, (_, root) => (root * root) % divisor)),
}));
const SQUARES_TOGETHER = BigInt(64 * 63 * 65 * 11);

function mayBeSquare(value: bigint): boolean {
  const rest = Number(value % SQUARES_TOGETHER);
  return SQUARES.every(({ divisor, remainders }) => remainders.has(rest % divisor));
}

/** The whole part of a square root, by Newton's method. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let guess = 1n << BigInt((bitLength(value) + 1) >> 1);
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

function primesUpTo(limit: number): bigint[] {
  const primes: bigint[] = [];
  for (let candidate = 2n; candidate <= limit; candidate += 1n) {
    if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate);
  }
  return primes;
}
