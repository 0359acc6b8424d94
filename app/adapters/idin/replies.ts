import { z } from "zod";

/** `/directory`: issuers by country. */
export const DirectoryReply = z.array(
  z.object({
    country: z.string(),
    issuers: z.array(z.object({ issuer_id: z.string().min(1).max(40), issuer_name: z.string().min(1).max(200) })),
  }),
);

/** `/transaction`: where the person goes, and what to ask for afterwards. */
export const TransactionReply = z.object({
  transaction_id: z.string().min(1).max(64),
  merchant_reference: z.string().min(1).max(64),
  issuer_authentication_url: z.url({ protocol: /^https?$/ }).max(2048),
});

/** Text of a field that a provider may leave out, send as null, or send empty. */
const optionalText = (max: number) => z.string().max(max).nullish().transform((text) => text || undefined);

const Name = z.object({
  initials: z.string().min(1).max(24),
  last_name: z.string().min(1).max(200),
  last_name_prefix: optionalText(10),
  preferred_last_name: optionalText(200),
  preferred_last_name_prefix: optionalText(10),
  partner_last_name: optionalText(200),
  partner_last_name_prefix: optionalText(10),
  gender: z.union([z.string(), z.number()]).nullish(),
});

/** Year, month and day, with or without hyphens; month or day may be 00 where the bank does not know them. */
const BirthDate = z
  .string()
  .regex(/^\d{4}(-?)\d{2}\1\d{2}$/)
  .transform((date) => date.replaceAll("-", ""));

const Address = z.object({
  street: z.string().max(200),
  house_number: z.union([z.string().max(20), z.number()]).transform(String),
  house_number_suffix: optionalText(50),
  postal_code: z.string().max(20),
  city: z.string().max(100),
});

/** `/status`. A success has `bin`, `name` and `age` the first time, within thirty seconds; after that only a notice. */
export const StatusReply = z.object({
  transaction_id: z.string(),
  status: z.enum(["open", "pending", "success", "cancelled", "failure", "expired"]),
  bin: optionalText(1024),
  name: Name.nullish(),
  age: z.object({ date_of_birth: BirthDate }).nullish(),
  gender: z.union([z.string(), z.number()]).nullish(),
  address: Address.nullish(),
  notice: z.string().nullish(),
  notice_code: z.union([z.string(), z.number()]).nullish(),
});
export type StatusReply = z.infer<typeof StatusReply>;
