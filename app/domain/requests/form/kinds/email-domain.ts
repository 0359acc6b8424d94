/**
 * Where people here have their mail when it is not at the practice: names of five letters and more that are no word, so that what is one key away from them
 * is a slip and nobody's own.
 */
const PROVIDERS: readonly string[] = [
  "gmail.com", "googlemail.com", "hotmail.com", "hotmail.nl", "outlook.com", "outlook.nl", "icloud.com", "yahoo.com", "yahoo.nl", "protonmail.com",
  "ziggo.nl", "kpnmail.nl", "hetnet.nl", "xs4all.nl", "casema.nl", "upcmail.nl", "chello.nl", "telfort.nl", "quicknet.nl", "zonnet.nl", "zeelandnet.nl", "zorgmail.nl",
];

/** Real ones that look like another. */
const REAL: readonly string[] = ["email.com", "mail.com", "ymail.com", "cloud.com"];

/** Domains that deliver no mail, by what people mean with them. */
const MEANT: Readonly<Record<string, string>> = { "gmail.nl": "gmail.com", "gmail.be": "gmail.com", "icloud.nl": "icloud.com", "googlemail.nl": "googlemail.com" };

/** Endings that do not exist (IANA's list of the root zone), by the one that was meant. */
const ENDINGS: Readonly<Record<string, string>> = {
  con: "com", cmo: "com", ocm: "com", comm: "com", coom: "com", ccom: "com", vom: "com", xom: "com", cim: "com", cpm: "com", copm: "com",
  nll: "nl", nnl: "nl", ln: "nl", nk: "nl", mnl: "nl", nlk: "nl", nlo: "nl",
};

/** Endings of countries that lack a letter of "com"; with a name that everybody knows before them they are a slip. */
const SHORT_OF_COM: readonly string[] = ["co", "cm", "om"];

/**
 * The domain that was probably meant, where the typed one is one slip of the finger away from a well-known one ("gmial.com"), or ends in what no domain
 * ends in ("praktijk.nll"); else null. A guess: it is offered, and never taken by itself.
 */
export function likelyDomain(typed: string): string | null {
  const domain = typed.toLowerCase();
  const { name, ending } = parts(domain);
  const whole = ENDINGS[ending] === undefined ? domain : `${name}.${ENDINGS[ending]}`;
  const meant = MEANT[whole];
  if (meant !== undefined) return meant;
  if (isReal(whole)) return whole === domain ? null : whole;
  // "hotmail.no" is one key away from "hotmail.nl", and in Norway.
  const isElsewhere = (provider: string) => parts(provider).name === name && !SHORT_OF_COM.includes(ending);
  const near = PROVIDERS.filter((provider) => isOneSlip(whole, provider) && !isElsewhere(provider));
  return near[0] ?? (whole === domain ? null : whole);
}

function isReal(domain: string): boolean {
  return PROVIDERS.includes(domain) || REAL.includes(domain);
}

function parts(domain: string): { name: string; ending: string } {
  const at = domain.lastIndexOf(".");
  return { name: domain.slice(0, Math.max(at, 0)), ending: domain.slice(at + 1) };
}

/** Whether one letter too many, too few or another, or two that changed places, makes the one of the other. */
function isOneSlip(one: string, other: string): boolean {
  if (one === other) return false;
  let from = 0;
  while (from < one.length && one[from] === other[from]) from += 1;
  const [mine, theirs] = [one.slice(from), other.slice(from)];
  const isSwapped = mine.length > 1 && mine[0] === theirs[1] && mine[1] === theirs[0] && mine.slice(2) === theirs.slice(2);
  return isSwapped || mine.slice(1) === theirs.slice(1) || mine.slice(1) === theirs || mine === theirs.slice(1);
}
