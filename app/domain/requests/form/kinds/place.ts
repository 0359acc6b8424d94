import type { PostalAddress } from "#app/domain/people.ts";

import { cleanLine, hasControl, lengthOf } from "./clean.ts";
import { read, refuse, type FieldNote, type Reading } from "./result.ts";

/** A Dutch postcode as "1234AB"; shown as "1234 AB". The letters are never SA, SD or SS (reference 2). */
export function readPostcode(field: string, typed: string): Reading<string> {
  const text = cleanLine(typed).replaceAll(/[\s.-]/g, "").toUpperCase();
  if (text === "") return refuse(field, "postcode.empty");
  if (!/^[1-9][0-9]{3}[A-Z]{2}$/.test(text) || /S[ADS]$/.test(text)) return refuse(field, "postcode.unknown");
  return read(field, text, `${text.slice(0, 4)} ${text.slice(4)}`);
}

/** A Dutch postal address; "Brugstraat 5 hs" in the box for the street is not taken apart, for guesses end up on envelopes. */
export function readAddress(field: string, typed: { street: string; houseNumber: string; houseNumberSuffix: string; postcode: string; town: string }): Reading<PostalAddress> {
  const postcode = readPostcode(`${field}.postcode`, typed.postcode);
  const errors: FieldNote[] = [];
  const wrong = (part: string, code: string) => errors.push({ field: `${field}.${part}`, code: `address.${code}`, details: {} });
  const street = placeName(typed.street);
  const town = placeName(typed.town);
  const number = cleanLine(typed.houseNumber);
  const suffix = cleanLine(typed.houseNumberSuffix);
  if (street === null) wrong("street", cleanLine(typed.street) === "" ? "street-empty" : "street");
  if (!/^[1-9][0-9]{0,4}$/.test(number)) wrong("houseNumber", "house-number");
  if (!/^[\p{L}0-9 -]{0,8}$/u.test(suffix)) wrong("houseNumberSuffix", "suffix");
  if (!postcode.ok) errors.push(...postcode.errors);
  if (town === null) wrong("town", cleanLine(typed.town) === "" ? "town-empty" : "town");
  if (errors.length > 0 || !postcode.ok || street === null || town === null) return { ok: false, errors };
  const value = { street, houseNumber: Number(number), houseNumberSuffix: suffix, postcode: postcode.value, town };
  const shown = { ...value, houseNumber: number, postcode: `${value.postcode.slice(0, 4)} ${value.postcode.slice(4)}` };
  return { ok: true, value, typed: Object.fromEntries(Object.entries(shown).map(([part, text]) => [`${field}.${part}`, text])), warnings: [] };
}

function placeName(typed: string): string | null {
  const text = cleanLine(typed).replaceAll(/[’‘]/gu, "'");
  const fits = lengthOf(text) <= 80 && !hasControl(text) && /^[\p{Script=Latin}\p{M}0-9' .,/()-]+$/u.test(text) && /\p{L}/u.test(text);
  return fits ? text : null;
}
