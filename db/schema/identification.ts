import { sql } from "drizzle-orm";
import { boolean, check, date, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";

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
    /** They can use neither a bank nor an appointment, and asked the office for another way (D26). */
    otherWayAskedAt: instant("other_way_asked_at"),
    deniedAt: instant("denied_at"),
    result: text("result", { enum: ["match", "near", "mismatch"] }),
    resultAt: instant("result_at"),
    /** HMAC of the bank's identifier, hex (D25). */
    binHash: text("bin_hash"),
  },
  (t) => [
    unique("one_party_per_role_holder").on(t.identificationId, t.roleHolderId),
    unique("identification_link_is_for_one_party").on(t.linkId),
    check("only_who_confirmed_is_identified", sql`${t.result} is null or ${t.confirmedAt} is not null`),
  ],
);

/** What an order at AMP Groep can be: of our own making, then as AMP words it (reference 5.5), and withdrawn by us. */
export const ORDER_STATUSES = [
  "placing",
  "ordered",
  "appointment-made",
  "rescheduled",
  "no-show",
  "identified",
  "mismatch",
  "refused",
  "expired",
  "withdrawn",
] as const;

/** An order for somebody to be visited at home, who shows their passport there (R66, R76). Stored before AMP hears of it: its id is the reference there. */
export const identificationOrder = pgTable(
  "identification_order",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    partyId: uuid("party_id")
      .notNull()
      .references(() => identificationParty.id),
    status: text("status", { enum: ORDER_STATUSES }).notNull(),
    /** Where AMP reaches the person, as they typed it themselves; gone when the order ends. */
    email: text("email"),
    mobile: text("mobile"),
    orderNumber: text("order_number").unique("order_number_is_for_one_order"),
    /** What the person makes their appointment with, encrypted; gone when the order ends. */
    sealedCode: text("sealed_code"),
    /** Where they make it, when AMP says so. */
    appointmentUrl: text("appointment_url"),
    askedAt: instant("asked_at").notNull(),
    /** The last day on which AMP identifies for this order (30 days). */
    validUntil: instant("valid_until").notNull(),
    /** When the appointment begins and ends, as AMP last said. */
    visitFrom: instant("visit_from"),
    visitUntil: instant("visit_until"),
    changedAt: instant("changed_at").notNull(),
    /** Nothing more is to come of it. */
    endedAt: instant("ended_at"),
    /** AMP is yet to be told that nobody needs it any more. */
    withdrawnAt: instant("withdrawn_at"),
    withdrawalToldAt: instant("withdrawal_told_at"),
    /** When AMP is asked next; null when there is nothing to ask or tell. */
    attendAt: instant("attend_at"),
    /** The kind of document that AMP saw (D17): all that is kept of it. */
    documentType: text("document_type"),
  },
  (t) => [
    uniqueIndex("one_open_order_per_party").on(t.partyId).where(sql`${t.endedAt} is null`),
    check("placed_order_has_number_and_code", sql`${t.status} in ('placing', 'withdrawn') or ${t.orderNumber} is not null`),
    check("order_keeps_how_to_reach_somebody_until_it_ends", sql`(${t.endedAt} is null) = (${t.email} is not null) and (${t.endedAt} is null) = (${t.mobile} is not null)`),
    check("ended_order_keeps_no_code", sql`${t.endedAt} is null or ${t.sealedCode} is null`),
    index("identification_order_attend").on(t.attendAt).where(sql`${t.attendAt} is not null`),
    index("identification_order_party").on(t.partyId),
  ],
);

/** What somebody proved or did not: one visit to a bank, or what AMP found at the door (then `orderId`). */
export const identificationAttempt = pgTable(
  "identification_attempt",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    partyId: uuid("party_id")
      .notNull()
      .references(() => identificationParty.id),
    orderId: uuid("order_id")
      .references(() => identificationOrder.id)
      .unique("an_order_answers_once"),
    issuerId: text("issuer_id"),
    /** Our own random value that comes back with the browser; used once. */
    entranceCode: text("entrance_code").unique("entrance_code_is_used_once"),
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
  (t) => [
    index("identification_attempt_party").on(t.partyId),
    check("attempt_is_at_a_bank_or_at_the_door", sql`(${t.orderId} is null) = (${t.issuerId} is not null) and (${t.issuerId} is null) = (${t.entranceCode} is null)`),
  ],
);

/** What a document of identity can be, by hand and at the door. */
export const DOCUMENT_TYPES = ["passport", "identity-card", "driving-licence", "residence-permit"] as const;

/**
 * A result entered by hand with its evidence (D26): one member of staff proposes it, another confirms it, and only then it counts. Of the document no more
 * is kept than its kind, the last four characters and the date (D17); no BSN, no copy.
 */
export const identificationByHand = pgTable(
  "identification_by_hand",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    partyId: uuid("party_id")
      .notNull()
      .references(() => identificationParty.id),
    documentType: text("document_type", { enum: DOCUMENT_TYPES }).notNull(),
    lastFour: text("last_four").notNull(),
    expiresOn: date("expires_on").notNull(),
    /** How somebody of the office, or somebody whom the law trusts, saw person and document together. */
    seenHow: text("seen_how", { enum: ["in-person", "video-call", "consulate", "notary"] }).notNull(),
    seenOn: date("seen_on").notNull(),
    nameCompared: text("name_compared", { enum: ["same", "explained"] }).notNull(),
    birthDateCompared: text("birth_date_compared", { enum: ["same", "not-registered"] }).notNull(),
    note: text("note").notNull(),
    status: text("status", { enum: ["proposed", "confirmed", "returned", "void"] }).notNull(),
    proposedBy: uuid("proposed_by")
      .notNull()
      .references(() => staff.id),
    proposedAt: instant("proposed_at").notNull(),
    secondBy: uuid("second_by").references(() => staff.id),
    secondAt: instant("second_at"),
    secondNote: text("second_note"),
  },
  (t) => [
    uniqueIndex("one_proposal_by_hand_per_party").on(t.partyId).where(sql`${t.status} = 'proposed'`),
    check("identified_by_hand_by_two_people", sql`${t.secondBy} is null or ${t.secondBy} <> ${t.proposedBy}`),
    check("confirmed_by_hand_means_second_check", sql`(${t.status} in ('confirmed', 'returned')) = (${t.secondBy} is not null and ${t.secondAt} is not null)`),
    check("only_last_four_of_a_document", sql`${t.lastFour} ~ '^[0-9A-Z]{4}$'`),
    check("document_was_valid_when_seen", sql`${t.expiresOn} >= ${t.seenOn}`),
    index("identification_by_hand_party").on(t.partyId),
  ],
);

/**
 * Who at the desk has opened which answer of a bank: whoever accepts it has looked (D15, D25). By answer and not by round, so that one that
 * came later, or in a new round, counts as unseen without any comparison of times.
 */
export const identificationView = pgTable(
  "identification_view",
  {
    attemptId: uuid("attempt_id")
      .notNull()
      .references(() => identificationAttempt.id),
    staffId: uuid("staff_id")
      .notNull()
      .references(() => staff.id),
    seenAt: instant("seen_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.attemptId, t.staffId] })],
);
