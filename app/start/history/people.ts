import { INITIALS, mailbox, SURNAMES } from "#db/worlds/colleagues.ts";
import type { Dice } from "#db/worlds/dice.ts";
import { NAME_ENDS, NAME_STEMS } from "#db/worlds/words.ts";
import { fullName } from "#app/domain/people.ts";

/** Somebody of a long history, with the name as lists have it. */
export type Person = { initials: string; prefix: string; surname: string; full: string; email: string; phone: string };

/** Somebody by the dice, reachable at a practice's mail domain. Most have a name that many have, some one that hardly anybody has, as in a country. */
export function makePerson(dice: Dice, domain: string): Person {
  const initials = dice.pick(INITIALS);
  const [prefix, surname] = surnameOf(dice);
  const email = `${mailbox(initials, prefix, surname)}@${domain}`;
  const phone = `+316${String(dice.between(10_000_000, 99_999_999))}`;
  return { initials, prefix, surname, full: fullName({ initials, prefix, surname }), email, phone };
}

function surnameOf(dice: Dice): readonly [prefix: string, surname: string] {
  const which = dice.between(1, 100);
  if (which <= 45) return dice.pick(SURNAMES);
  if (which <= 88) return [dice.chance(12) ? dice.pick(["van", "van der", "de", "ter"]) : "", madeName(dice)];
  const [prefix, own] = which <= 94 ? dice.pick(SURNAMES) : (["", madeName(dice)] as const);
  return [prefix, `${own}-${which % 2 === 0 ? dice.pick(SURNAMES)[1] : madeName(dice)}`];
}

function madeName(dice: Dice): string {
  return `${dice.pick(NAME_STEMS)}${dice.pick(NAME_ENDS)}`;
}

/** A date of birth of a working life, "YYYY-MM-DD". */
export function birthDateOf(dice: Dice, year: number): string {
  const two = (amount: number) => String(amount).padStart(2, "0");
  return `${year - dice.between(24, 64)}-${two(dice.between(1, 12))}-${two(dice.between(1, 28))}`;
}
