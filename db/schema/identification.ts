import { sql } from "drizzle-orm";
import { boolean, check, date, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { roleHolder } from "./organisations.ts";
import { link, request } from "./requests.ts";
import { staff } from "./staff.ts";

/** Asks named people to identify and to confirm one request (D24). A new round begins anew. */
export const identification = pgTable(
  "identification",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    requestId: uuid("request_id")
      .notNull()
      .references(() => request.id),
    round: integer("round").notNull(),
    /** Everybody must succeed (signatories who act together); else the first success is enough. */
    everybody: boolean("everybody").notNull(),
    status: text("status", { enum: ["open", "at-desk", "done", "denied", "refused", "expired", "superseded"] }).notNull(),
    openedAt: instant("opened_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    closedAt: instant("closed_at"),
    /** The desk's ruling on a near match or mismatch; the second person makes it count. */
    ruledBy: uuid("ruled_by").references(() => staff.id),
    ruledAt: instant("ruled_at"),
    rulingNote: text("ruling_note"),
    secondBy: uuid("second_by").references(() => staff.id),
    secondAt: instant("second_at"),
  },
  (t) => [
    unique("identification_round_is_unique").on(t.requestId, t.round),
    uniqueIndex("one_open_identification_per_request").on(t.requestId).where(sql`${t.status} in ('open', 'at-desk')`),
    check("identification_second_check_by_another_person", sql`${t.secondBy} is null or (${t.ruledBy} is not null and ${t.secondBy} <> ${t.ruledBy})`),
    index("identification_expires").on(t.expiresAt).where(sql`${t.status} = 'open'`),
  ],
);

/** One person who was asked: what is known of them, and each stage of the funnel. */
export const identificationParty = pgTable(
  "identification_party",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    identificationId: uuid("identification_id")
      .notNull()
      .references(() => identification.id),
    roleHolderId: uuid("role_holder_id")
      .notNull()
      .references(() => roleHolder.id),
    linkId: uuid("link_id")
      .notNull()
      .references(() => link.id),
    role: text("role", { enum: ["signatory", "main-contact"] }).notNull(),
    initials: text("initials").notNull(),
    prefix: text("prefix").notNull().default(""),
    surname: text("surname").notNull(),
    partnerSurname: text("partner_surname"),
    birthDate: date("birth_date"),
    email: text("email").notNull(),
    language: text("language", { enum: ["nl", "en"] }).notNull(),
    sentAt: instant("sent_at"),
    reminders: integer("reminders").notNull().default(0),
    openedAt: instant("opened_at"),
    confirmedAt: instant("confirmed_at"),
    deniedAt: instant("denied_at"),
    result: text("result", { enum: ["match", "near", "mismatch"] }),
    resultAt: instant("result_at"),
    /** HMAC of the bank's identifier, hex (D25). */
    binHash: text("bin_hash"),
  },
  (t) => [
    unique("one_party_per_role_holder").on(t.identificationId, t.roleHolderId),
    unique("identification_link_is_for_one_party").on(t.linkId),
  ],
);

/** One visit to a bank. */
export const identificationAttempt = pgTable(
  "identification_attempt",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    partyId: uuid("party_id")
      .notNull()
      .references(() => identificationParty.id),
    issuerId: text("issuer_id").notNull(),
    /** Our own random value that comes back with the browser; used once. */
    entranceCode: text("entrance_code").notNull().unique("entrance_code_is_used_once"),
    transactionId: text("transaction_id").unique("bank_transaction_is_unique"),
    merchantReference: text("merchant_reference"),
    status: text("status", { enum: ["starting", "started", "asking", "cancelled", "expired", "failure", "lost", "match", "near", "mismatch"] }).notNull(),
    startedAt: instant("started_at").notNull(),
    returnedAt: instant("returned_at"),
    finishedAt: instant("finished_at"),
    /** What differed, as codes for the desk: "initials", "surname", "birth-date". */
    differences: jsonb("differences").$type<string[]>(),
    /** What the bank sent, encrypted, only for near and mismatch and only until the desk has ruled (D25). */
    sealedAnswer: text("sealed_answer"),
  },
  (t) => [index("identification_attempt_party").on(t.partyId)],
);
