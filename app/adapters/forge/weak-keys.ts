/** Primes up to 751, as Boulder tries them; a factor that small comes of a broken generator. */
const SMALL_PRIMES = primesUpTo(751);

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
  if (SMALL_PRIMES.some((prime) => modulus % prime === 0n)) return "small-factor";
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
  let a = squareRoot(modulus);
  if (a * a < modulus) a += 1n;
  for (let round = 0; round < FERMAT_ROUNDS; round++, a += 1n) {
    const rest = a * a - modulus;
    // A square is 0, 1, 4 or 9 modulo 16: most rounds need no root.
    if (![0n, 1n, 4n, 9n].includes(rest & 15n)) continue;
    const b = squareRoot(rest);
    if (b * b === rest) return true;
  }
  return false;
}

/** The whole part of a square root, by Newton's method. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1);
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
