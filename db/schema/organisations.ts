import { sql } from "drizzle-orm";
import { boolean, check, date, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";

/** The legal party, one KvK number. */
export const enterprise = pgTable(
  "enterprise",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    kvkNumber: text("kvk_number").notNull().unique("enterprise_has_one_kvk_number"),
    name: text("name").notNull(),
    legalForm: text("legal_form").notNull(),
    segment: text("segment", { enum: ["regular", "pgb"] }).notNull(),
    /** The KVK extract says "gezamenlijk bevoegd": two signatories, who must both confirm (D14, D24). */
    jointlyAuthorised: boolean("jointly_authorised").notNull().default(false),
    /** Correspondence address: where letters go. */
    street: text("street").notNull(),
    houseNumber: integer("house_number").notNull(),
    houseNumberSuffix: text("house_number_suffix").notNull().default(""),
    postcode: text("postcode").notNull(),
    town: text("town").notNull(),
    addressChangedAt: instant("address_changed_at"),
    registeredAt: instant("registered_at").notNull(),
  },
  (t) => [
    check("kvk_number_has_eight_digits", sql`${t.kvkNumber} ~ '^[0-9]{8}$'`),
    check("postcode_is_dutch", sql`${t.postcode} ~ '^[1-9][0-9]{3}[A-Z]{2}$'`),
    // The desk's search by practice, also with a typing mistake.
    index("enterprise_search").using("gin", sql`lower(${t.name}) gin_trgm_ops`),
    index("enterprise_words").using("gin", sql`string_to_array(lower(${t.name}), ' ')`),
    // The order of the list of customers (`app/domain/customers/list.ts`), of all of them and of one town.
    index("enterprise_in_order").on(sql`lower(${t.name})`, t.id),
    index("enterprise_town").on(sql`lower(${t.town})`, sql`lower(${t.name})`, t.id),
  ],
);

/** The connection agreement; active from `startsOn` until `endsOn` (R1, R67). */
export const agreement = pgTable(
  "agreement",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    enterpriseId: uuid("enterprise_id")
      .notNull()
      .references(() => enterprise.id),
    origin: text("origin", { enum: ["paper", "digital"] }).notNull(),
    startsOn: date("starts_on").notNull(),
    endsOn: date("ends_on"),
  },
  (t) => [uniqueIndex("one_open_agreement_per_enterprise").on(t.enterpriseId).where(sql`${t.endsOn} is null`), index("agreement_enterprise").on(t.enterpriseId)],
);

/** The unit for which contacts and services are registered. */
export const agbCode = pgTable(
  "agb_code",
  {
    code: text("code").primaryKey(),
    enterpriseId: uuid("enterprise_id")
      .notNull()
      .references(() => enterprise.id),
    name: text("name").notNull(),
    kind: text("kind", { enum: ["enterprise", "establishment"] }).notNull(),
    careType: text("care_type").notNull(),
    endsOn: date("ends_on"),
  },
  (t) => [
    check("agb_code_has_eight_digits", sql`${t.code} ~ '^[0-9]{8}$'`),
    index("agb_code_enterprise").on(t.enterpriseId),
    index("agb_code_search").using("gin", sql`lower(${t.name}) gin_trgm_ops`),
    index("agb_code_words").using("gin", sql`string_to_array(lower(${t.name}), ' ')`),
  ],
);

/** A service that the agreement gives to an AGB code (R88). */
export const agbService = pgTable(
  "agb_service",
  {
    agbCode: text("agb_code")
      .notNull()
      .references(() => agbCode.code),
    service: text("service").notNull(),
  },
  (t) => [primaryKey({ columns: [t.agbCode, t.service] })],
);

/** Who holds which role, from when until when (reference 3.1; maxima by D14). */
export const roleHolder = pgTable(
  "role_holder",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    enterpriseId: uuid("enterprise_id")
      .notNull()
      .references(() => enterprise.id),
    /** Null for the roles of the enterprise: signatory and main contact. */
    agbCode: text("agb_code").references(() => agbCode.code),
    role: text("role", { enum: ["signatory", "main-contact", "contact", "ict-administrator"] }).notNull(),
    /** Contacts: 1 or 2. Signatories: 2 only where they act together. */
    rank: integer("rank").notNull().default(1),
    initials: text("initials").notNull(),
    prefix: text("prefix").notNull().default(""),
    surname: text("surname").notNull(),
    /** Partner's surname, for the comparison with what the bank says. */
    partnerSurname: text("partner_surname"),
    birthDate: date("birth_date"),
    email: text("email").notNull(),
    phone: text("phone"),
    language: text("language", { enum: ["nl", "en"] })
      .notNull()
      .default("nl"),
    appointedAt: instant("appointed_at").notNull(),
    endedAt: instant("ended_at"),
    emailChangedAt: instant("email_changed_at"),
    phoneChangedAt: instant("phone_changed_at"),
  },
  (t) => [
    index("role_holder_enterprise").on(t.enterpriseId),
    index("role_holder_agb_code").on(t.agbCode),
    index("role_holder_email").on(sql`lower(${t.email})`),
    index("role_holder_search").using("gin", sql`plain_letters(${t.initials} || ' ' || btrim(${t.prefix} || ' ' || ${t.surname})) gin_trgm_ops`),
    uniqueIndex("one_holder_per_enterprise_role").on(t.enterpriseId, t.role, t.rank).where(sql`${t.endedAt} is null and ${t.agbCode} is null`),
    uniqueIndex("one_holder_per_agb_role").on(t.agbCode, t.role, t.rank).where(sql`${t.endedAt} is null and ${t.agbCode} is not null`),
    check("role_rank_within_maximum", sql`${t.rank} between 1 and 2`),
    check("enterprise_roles_have_no_agb_code", sql`(${t.role} in ('signatory', 'main-contact')) = (${t.agbCode} is null)`),
  ],
);
