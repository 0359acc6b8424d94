import { z } from "zod";

import { Destination } from "#rules/vocabulary.ts";

/** A field's place in the answers, such as "user.email"; also the name of its input, so it never reads like a secret (R49). */
export const FieldId = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)*$/);
const Slug = z.string().regex(/^[a-z][a-z0-9-]*$/);
const TextKey = z.string().regex(/^[a-z]+:[A-Za-z0-9.-]+$/);

/** When a page or a field is shown; all conditions of a list must hold. They look back only, so that a page never waits for a later one. */
export const Condition = z.union([
  z.strictObject({ field: FieldId, equals: z.string() }),
  z.strictObject({ field: FieldId, in: z.array(z.string()).min(1) }),
  z.strictObject({ field: FieldId, filled: z.boolean() }),
]);
export type Condition = z.infer<typeof Condition>;

/** The name of a list of answers, and of what stands in it. */
export const ListName = z.string().regex(/^[a-z][A-Za-z0-9]*$/);

/** Purposes that a browser can fill in by itself, for data of the reader themselves (WCAG 2.2, 1.3.5). */
export const AutocompleteToken = z.enum(["name", "email", "tel", "organization-title", "postal-code", "street-address", "bday"]);

const shared = {
  id: FieldId,
  required: z.boolean().default(true),
  when: z.array(Condition).default([]),
  /** Where the label and the help stand, if not under `requests:<type>.fields.<id>`. */
  labelKey: TextKey.optional(),
  helpKey: TextKey.optional(),
  /** Whether there is a help text at all. */
  help: z.boolean().default(true),
  autocomplete: AutocompleteToken.optional(),
  /**
   * Asked on one page for all who are in the list `of` an earlier page: once, as for one, and where `when` holds for each of them apart. Who is not
   * asked apart gets what is answered for all.
   */
  each: z.strictObject({ of: ListName, when: z.array(Condition).default([]) }).optional(),
};
const plain = <K extends string>(kind: K) => z.strictObject({ ...shared, kind: z.literal(kind) });
const withOptions = <K extends string>(kind: K) => z.strictObject({ ...shared, kind: z.literal(kind), options: z.array(Slug).min(2) });
const written = <K extends string>(kind: K) => z.strictObject({ ...shared, kind: z.literal(kind), maxLength: z.number().int().min(1).max(10_000) });

/** What a field may be; `app/domain/requests/form/` knows how each is read, `app/ui/form/` how each is drawn. */
export const Field = z.discriminatedUnion("kind", [
  plain("agb-code"),
  plain("kvk-number"),
  plain("establishment-number"),
  plain("user-number"),
  plain("dutch-name"),
  plain("given-name"),
  z.strictObject({ ...shared, kind: z.literal("phone"), mobile: z.boolean().default(false) }),
  /** `personal` warns for a mailbox that several people read, such as info@. */
  z.strictObject({ ...shared, kind: z.literal("email"), personal: z.boolean().default(false) }),
  plain("postcode"),
  plain("address"),
  z.strictObject({ ...shared, kind: z.literal("date"), not: z.enum(["past", "future"]).optional() }),
  withOptions("choice"),
  withOptions("choices"),
  /** `of`: what the AGB code may have, or all that its care type could ever have had, to take away what is no longer allowed; or what has this form as its own (R10). */
  z.strictObject({ ...shared, kind: z.literal("services"), of: z.union([z.enum(["allowed", "any"]), Destination]).default("allowed") }),
  plain("declaration"),
  /** Addresses of hosts, IPv4 or IPv6, one on a line. */
  plain("ip-addresses"),
  written("text"),
  written("long-text"),
]);
export type Field = z.infer<typeof Field>;
export type FieldKind = Field["kind"];

/** What happens besides reading the answers when a page is sent: registers are asked, the intake point is judged. */
export const PageCheck = z.enum(["registers", "intake"]);

/**
 * A page that may be filled in for several (R108): the first one's answers stand in their own places, as if there were only one; those of the others
 * in a list under `as`, each in the same places. `most` is the policy that says how many there may be. `columns` are what can be pasted from a
 * spreadsheet: an input, or a field that is a date, with the headings under which it is known.
 */
export const Repeats = z.strictObject({
  as: ListName,
  most: z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9-]*)*$/),
  columns: z.array(z.strictObject({ input: FieldId, headings: z.array(z.string().regex(/^[a-z][a-z -]*$/)).min(1) })).default([]),
});
export type Repeats = z.infer<typeof Repeats>;

export const Page = z.strictObject({
  id: Slug,
  /** Texts, if not under `requests:<type>.pages.<id>`. */
  titleKey: TextKey.optional(),
  introKey: TextKey.optional(),
  when: z.array(Condition).default([]),
  fields: z.array(Field).min(1),
  checks: z.array(PageCheck).default([]),
  repeats: Repeats.optional(),
});
export type Page = z.infer<typeof Page>;
