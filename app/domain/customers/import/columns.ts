import { z } from "zod";

import { readEmail, readPhone } from "#app/domain/requests/form/kinds/contact.ts";

/** One line of text without control characters; the message names what is wrong, never what was typed. */
const text = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `longer than ${most} characters`)
    .refine((value) => !/\p{Cc}/u.test(value), "has a line end or another control character in it");
const filled = (most: number) => text(most).refine((value) => value !== "", "is empty");
const digits = (count: number) => text(40).regex(new RegExp(`^[0-9]{${count}}$`), `is not ${count} digits`);
const optional = <Schema extends z.ZodType<unknown, string>>(schema: Schema) => z.union([z.literal("").transform(() => null), schema]);
const date = z.string().trim().refine((value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value), "is not a date such as 2026-11-16");
const oneOf = <const Values extends readonly [string, ...string[]]>(...values: Values) => z.enum(values, `is none of ${values.join(", ")}`);
const yesNo = oneOf("yes", "no").transform((value) => value === "yes");
const language = oneOf("nl", "en");

const email = z.string().transform((typed, context) => {
  const reading = readEmail("email", typed, { personal: false });
  if (reading.ok) return reading.value;
  context.addIssue({ code: "custom", message: "is not an e-mail address" });
  return z.NEVER;
});
const phone = optional(
  z.string().transform((typed, context) => {
    const reading = readPhone("phone", typed, { mobile: false });
    if (reading.ok) return reading.value;
    context.addIssue({ code: "custom", message: "is not a phone number" });
    return z.NEVER;
  }),
);
const name = { initials: filled(30), prefix: text(30), surname: filled(100) };

/** What the columns of each kind of file hold. Every column must be there, and no other may be; what may be empty says so here. */
export const COLUMNS = {
  enterprises: z.object({
    "kvk-number": digits(8),
    name: filled(200),
    "legal-form": filled(60),
    segment: oneOf("regular", "pgb"),
    "jointly-authorised": yesNo,
    street: filled(100),
    "house-number": text(6).regex(/^[1-9][0-9]{0,5}$/, "is not a house number").transform(Number),
    "house-number-suffix": text(20),
    postcode: text(8).transform((value) => value.replaceAll(" ", "").toUpperCase()).pipe(z.string().regex(/^[1-9][0-9]{3}[A-Z]{2}$/, "is not a Dutch postcode")),
    town: filled(100),
    "agreement-origin": oneOf("paper", "digital"),
    "agreement-starts-on": date,
    "agreement-ends-on": optional(date),
  }),
  "agb-codes": z.object({
    "agb-code": digits(8),
    "kvk-number": digits(8),
    name: filled(200),
    kind: oneOf("enterprise", "establishment"),
    "care-type": digits(2),
    "ends-on": optional(date),
    services: text(1000).transform((value) => value.split(/[\s,;|]+/).filter(Boolean)),
  }),
  roles: z.object({
    role: oneOf("signatory", "main-contact", "contact", "ict-administrator"),
    "kvk-number": digits(8),
    "agb-code": optional(digits(8)),
    rank: oneOf("1", "2").transform(Number),
    ...name,
    "birth-date": optional(date),
    email,
    phone,
    language,
    "appointed-on": date,
  }),
  accounts: z.object({
    "user-number": digits(14),
    "agb-code": digits(8),
    "given-name": optional(text(60)),
    ...name,
    email,
    phone,
    language,
    "ends-on": optional(date),
    status: oneOf("active", "blocked", "ended"),
    "created-on": date,
  }),
  authorisations: z.object({ "user-number": digits(14), service: filled(60), "granted-on": date }),
} as const;

export type FileKind = keyof typeof COLUMNS;
export type RowOf<Kind extends FileKind> = z.output<(typeof COLUMNS)[Kind]>;

/** In the order in which one needs the other. */
export const KINDS = Object.keys(COLUMNS) as FileKind[];

/** Which kind of file a head belongs to, by its columns, in any order; null when it is none, so that nothing is guessed. */
export function kindOf(head: readonly string[]): FileKind | null {
  const columns = head.map((cell) => cell.trim().toLowerCase()).sort().join();
  return KINDS.find((kind) => Object.keys(COLUMNS[kind].shape).sort().join() === columns) ?? null;
}
