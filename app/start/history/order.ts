/** What is asked of `npm run world`. */
export type Order = { requests: number; years: number; seed: number; until: Date; database: string };

const USAGE = `npm run world -- --requests 1000000 --years 4 [--seed 1] [--until 2026-11-30T12:00:00Z] [--database postgres://…]
Fills an empty PostgreSQL database (DATABASE_URL, or --database) with years of made-up work, for a demonstration: docs/world.md`;

const NAMES = ["requests", "years", "seed", "until", "database"] as const;
type Name = (typeof NAMES)[number];

const MOST_REQUESTS = 10_000_000;
const MOST_YEARS = 10;
const HOUR_MS = 3_600_000;

/** The order in the words of a command line, as "--name value" or "--name=value"; else the sentence that says what is wrong with them. Without a moment the history comes to the last whole hour. */
export function readOrder(words: readonly string[], { database, now }: { database: string | undefined; now: Date }): Order | string {
  const given = new Map<Name, string>();
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place] ?? "";
    const [, name = "", inOne] = /^--([a-z]+)(?:=(.*))?$/s.exec(word) ?? [];
    const known = NAMES.find((one) => one === name);
    if (!known) return `There is no option "${word}".\n${USAGE}`;
    if (given.has(known)) return `The option --${known} was given twice.`;
    const value = inOne ?? words[(place += 1)];
    if (value === undefined || value === "") return `The option --${known} needs a value.\n${USAGE}`;
    given.set(known, value);
  }
  if (!given.has("requests")) return USAGE;
  const requests = wholeNumber(given.get("requests"), 1, MOST_REQUESTS);
  if (requests === null) return `--requests is a whole number from 1 to ${MOST_REQUESTS.toLocaleString("en")}, not "${given.get("requests")}".`;
  const years = Number(given.get("years") ?? 4);
  if (!(years >= 0.1 && years <= MOST_YEARS)) return `--years is a number from 0.1 to ${MOST_YEARS}, not "${given.get("years")}".`;
  const seed = wholeNumber(given.get("seed") ?? "1", 0, 2 ** 31 - 1);
  if (seed === null) return `--seed is a whole number from 0 to ${2 ** 31 - 1}, not "${given.get("seed")}".`;
  const until = given.has("until") ? new Date(given.get("until") ?? "") : new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS);
  if (Number.isNaN(until.getTime()) || until > now) return `--until is a moment that has been, such as 2026-11-30T12:00:00Z, not "${given.get("until")}".`;
  const url = given.get("database") ?? database;
  if (url === undefined || !/^postgres(ql)?:\/\//.test(url)) return `A history is made on a PostgreSQL server: say which by --database postgres://… or DATABASE_URL.`;
  return { requests, years, seed, until, database: url };
}

function wholeNumber(text: string | undefined, least: number, most: number): number | null {
  const number = /^\d+$/.test(text ?? "") ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : null;
}
