import { numberInReference, referenceOf } from "./reference.ts";

/** What the QR of a printed form says: which blank form it is, or to which request it belongs. */
export type FormCode = { kind: "form"; type: string; code: string } | { kind: "request"; number: number };

/** As in D3: 32 letters and digits of which none is taken for another, so that a code can be typed over from paper. */
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/** Sixty bits: nobody guesses the code of somebody else's form. */
export const FORM_CODE_LENGTH = 12;

const REQUEST_TYPE = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*";
const FORM = new RegExp(`^ZEGEL:F:(${REQUEST_TYPE}):([${ALPHABET}]{${FORM_CODE_LENGTH}})$`);
const REQUEST = /^ZEGEL:R:(ZG-[0-9]{4,12})$/;

/** A new code for a blank form, out of at least twelve octets from the system's random source: five bits of each choose a letter. */
export function formCodeFrom(octets: Uint8Array): string {
  if (octets.length < FORM_CODE_LENGTH) throw new RangeError(`A form code takes ${FORM_CODE_LENGTH} octets, and there are ${octets.length}.`);
  return Array.from(octets.subarray(0, FORM_CODE_LENGTH), (octet) => ALPHABET.charAt(octet & 31)).join("");
}

/** The text of the QR: "ZEGEL:F:new-user:K7MQ3XWD92HT" on a blank form, "ZEGEL:R:ZG-2481" on one that belongs to a request. */
export function writeFormCode(code: FormCode): string {
  const text = code.kind === "form" ? `ZEGEL:F:${code.type}:${code.code}` : `ZEGEL:R:${referenceOf(code.number)}`;
  if (readFormCode(text) === null) throw new RangeError(`No form has the code "${text}".`);
  return text;
}

/** Reads the text of a QR that was found in a scan; null when it is none of ours (a scan holds whatever somebody put in it). */
export function readFormCode(text: string): FormCode | null {
  const trimmed = text.slice(0, 200).trim();
  const [, type, code] = FORM.exec(trimmed) ?? [];
  if (type !== undefined && code !== undefined) return { kind: "form", type, code };
  const number = numberInReference(REQUEST.exec(trimmed)?.[1] ?? "");
  return number === null ? null : { kind: "request", number };
}

/** The code of a blank form as it is printed for people: "K7MQ-3XWD-92HT". */
export function showFormCode(code: string): string {
  return code.match(/.{1,4}/g)?.join("-") ?? code;
}

/** A form's code as somebody typed it over: any case, spaces and hyphens as they come; null when it is none. */
export function typedFormCode(typed: string): string | null {
  const code = typed.slice(0, 200).normalize("NFKC").replace(/[\s\p{Pd}\p{Cf}]/gu, "").toUpperCase();
  return code.length === FORM_CODE_LENGTH && [...code].every((one) => ALPHABET.includes(one)) ? code : null;
}
