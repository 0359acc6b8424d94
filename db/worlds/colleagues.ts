import type { CastPractice } from "./cast.ts";
import { person } from "./cast.ts";
import type { Dice } from "./dice.ts";

/** Somebody who works at a practice: asks for an account, or is to get one. */
export type Colleague = { initials: string; prefix: string; surname: string; email: string; phone: string };

export const INITIALS = [
  "A.", "A.M.", "B.", "C.", "C.J.M.", "D.", "E.", "E.W.", "F.", "F.J.", "G.", "G.H.", "H.", "H.J.", "I.", "J.", "J.A.", "J.C.", "J.M.", "K.", "L.", "L.E.", "M.", "M.A.",
  "M.C.", "N.", "N.S.", "O.", "P.", "P.J.", "R.", "R.A.", "S.", "S.M.", "T.", "T.J.", "V.", "W.", "W.G.", "Y.", "Z.",
] as const;

/** Prefix and surname; names as they stand in Dutch registers, with the letters of all who live here. */
export const SURNAMES: ReadonlyArray<readonly [prefix: string, surname: string]> = [
  ["de", "Jong"], ["", "Jansen"], ["van", "Dijk"], ["", "Bakker"], ["", "Visser"], ["", "Smit"], ["", "Meijer"], ["de", "Boer"], ["", "Mulder"], ["de", "Groot"],
  ["van den", "Berg"], ["van der", "Linden"], ["van der", "Veen"], ["van der", "Wal"], ["van der", "Heijden"], ["ter", "Braak"], ["ten", "Brink"], ["in 't", "Veld"],
  ["op den", "Kamp"], ["van 't", "Hoff"], ["de", "Graaf"], ["", "Dekker"], ["", "Brouwer"], ["", "Hoekstra"], ["", "Postma"], ["", "Dijkstra"], ["", "Willems"],
  ["", "Peeters"], ["", "Vermeulen"], ["", "Kuiper"], ["", "Schipper"], ["", "Scholten"], ["", "Prins"], ["", "Blom"], ["", "Huisman"], ["", "Kok"], ["", "Timmermans"],
  ["", "Yılmaz"], ["", "Kaya"], ["", "Öztürk"], ["", "Demir"], ["el", "Amrani"], ["", "Bouzidi"], ["", "Benali"], ["", "Haddou"], ["", "Ramdin"], ["", "Jhinkoe"],
  ["", "Pinas"], ["", "Martina"], ["", "Nguyễn"], ["", "Wójcik"], ["", "Kowalska"], ["", "Šimić"], ["", "Novák"], ["", "García"], ["da", "Silva"], ["", "Müller"],
  ["", "Schröder"], ["", "Lefèvre"], ["", "Håkansson"], ["", "O'Brien"], ["", "Hendriks-Maas"], ["van", "Loon-Vos"], ["", "Koster"], ["van", "Beek"], ["", "IJpelaar"],
];

/** A colleague by the dice, reachable at the practice's own mail domain. */
export function makeColleague(dice: Dice, of: CastPractice): Colleague {
  const initials = dice.pick(INITIALS);
  const [prefix, surname] = dice.pick(SURNAMES);
  const phone = `+31613${String(dice.between(0, 999_999)).padStart(6, "0")}`;
  return { initials, prefix, surname, email: `${mailbox(initials, prefix, surname)}@${domainOf(of)}`, phone };
}

/** Somebody of the cast as a colleague. */
export function colleagueOf(id: string): Colleague {
  const { initials, prefix, surname, email, phone } = person(id);
  return { initials, prefix, surname, email, phone };
}

/** "debrug.example". */
export function domainOf(of: CastPractice): string {
  return person(of.mainContact).email.split("@")[1] ?? "praktijk.example";
}

const PLAIN: Readonly<Record<string, string>> = { ı: "i", ø: "o", å: "a", ł: "l" };

/** The part of an address before the @. */
export function mailbox(initials: string, prefix: string, surname: string): string {
  const plain = `${prefix}${surname}`.toLowerCase().replace(/[ıøåł]/g, (letter) => PLAIN[letter] ?? letter);
  return `${initials.slice(0, 1).toLowerCase()}.${plain.normalize("NFD").replace(/[^a-z-]/g, "")}`;
}
