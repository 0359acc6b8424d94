import { faultInUserNumber, readUserNumber as userNumberIn } from "#app/domain/user-number.ts";

import { cleanLine } from "./clean.ts";
import { read, refuse, type Reading } from "./result.ts";

/** Eight digits, of which a leading zero is one (reference 2). Blanks, dots and dashes between them are ignored. */
export function readAgbCode(field: string, typed: string): Reading<string> {
  const digits = withoutSeparators(typed);
  if (digits === "") return refuse(field, "agb.empty");
  if (/[^0-9]/.test(digits)) return refuse(field, "agb.letters");
  if (digits.length === 7) return refuse(field, "agb.seven", { suggestion: `0${digits}` });
  if (digits.length === 12) return refuse(field, "agb.establishment");
  if (digits.length !== 8) return refuse(field, "agb.length", { typed: digits.length });
  return read(field, digits, digits);
}

/** Eight digits, also with what the number is called before them; twelve are an establishment number, which is not the same thing (R73). */
export function readKvkNumber(field: string, typed: string): Reading<string> {
  const digits = withoutSeparators(cleanLine(typed).replace(CALLED_KVK, ""));
  if (digits === "") return refuse(field, "kvk.empty");
  if (/[^0-9]/.test(digits)) return refuse(field, "kvk.letters");
  if (digits.length === 12) return refuse(field, "kvk.establishment");
  if (digits.length === 9) return refuse(field, "kvk.nine");
  if (digits.length !== 8) return refuse(field, "kvk.length", { typed: digits.length });
  return read(field, digits, digits);
}

/** Twelve digits; eight are a KvK number (R73). */
export function readEstablishmentNumber(field: string, typed: string): Reading<string> {
  const digits = withoutSeparators(typed);
  if (digits === "") return refuse(field, "establishment.empty");
  if (/[^0-9]/.test(digits)) return refuse(field, "establishment.letters");
  if (digits.length === 8) return refuse(field, "establishment.kvk");
  if (digits.length !== 12) return refuse(field, "establishment.length", { typed: digits.length });
  return read(field, digits, digits);
}

/** Fourteen digits, however grouped. Whether an account has it, no form says. */
export function readUserNumber(field: string, typed: string): Reading<string> {
  const line = cleanLine(typed);
  if (line === "") return refuse(field, "user-number.empty");
  const number = userNumberIn(line);
  if (number !== null) return read(field, number, number);
  const fault = faultInUserNumber(line);
  return refuse(field, fault?.code ?? "user-number.length", { typed: fault?.typed ?? 0 });
}

/** "KvK", "KvK-nummer:", "KVK nr." as it stands on letterheads and invoices. */
const CALLED_KVK = /^k\.?v\.?k\.?[\s-]*(?:nummer|number|nr|no)?\.?\s*:?\s*(?=\d)/i;

function withoutSeparators(typed: string): string {
  return cleanLine(typed).replaceAll(/[\s.\-/]/g, "");
}
