import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { account, certificate } from "./accounts.ts";
import { instant } from "./columns.ts";
import { practiceMove } from "./moves.ts";
import { request } from "./requests.ts";
import { staff } from "./staff.ts";

/** A reminder that a certificate is about to end: each is sent once (P15). */
export const certificateReminder = pgTable(
  "certificate_reminder",
  {
    serial: text("serial")
      .notNull()
      .references(() => certificate.serial),
    /** So many days before its end. */
    days: integer("days").notNull(),
    remindedAt: instant("reminded_at").notNull(),
  },
  (t) => [primaryKey({ name: "reminder_is_sent_once", columns: [t.serial, t.days] })],
);

/** Why somebody may install again although their certificate is valid. */
export const RELEASE_REASONS = ["lost", "stolen"] as const;
export const RELEASE_OUTCOMES = ["granted", "refused", "withdrawn", "lapsed"] as const;

/**
 * Leave to install again although the certificate is valid (D13): proposed by one member of staff, agreed to by another (D15), used once and until a day. Where a contact asked for it,
 * these two are the ones who decided that request.
 */
export const reinstallRelease = pgTable(
  "reinstall_release",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userNumber: text("user_number")
      .notNull()
      .references(() => account.userNumber),
    why: text("why", { enum: RELEASE_REASONS }).notNull(),
    /** Empty where a request says why. */
    note: text("note").notNull(),
    requestId: uuid("request_id").references(() => request.id),
    proposedBy: uuid("proposed_by")
      .notNull()
      .references(() => staff.id),
    proposedAt: instant("proposed_at").notNull(),
    outcome: text("outcome", { enum: RELEASE_OUTCOMES }),
    decidedBy: uuid("decided_by").references(() => staff.id),
    decidedAt: instant("decided_at"),
    /** The last second in which it can be used. */
    expiresAt: instant("expires_at"),
    usedAt: instant("used_at"),
  },
  (t) => [
    uniqueIndex("one_open_release_per_account").on(t.userNumber).where(sql`${t.outcome} is null or (${t.outcome} = 'granted' and ${t.usedAt} is null)`),
    uniqueIndex("request_releases_once").on(t.requestId),
    check("release_says_why", sql`${t.requestId} is not null or ${t.note} <> ''`),
    // All of an account, for its page.
    index("reinstall_release_user_number").on(t.userNumber, t.proposedAt),
    check("second_check_of_a_release", sql`${t.outcome} is null or ${t.outcome} in ('withdrawn', 'lapsed') or ${t.decidedBy} <> ${t.proposedBy}`),
    check("release_is_decided_whole", sql`num_nonnulls(${t.outcome}, ${t.decidedBy}, ${t.decidedAt}) in (0, 3)`),
    check("what_is_granted_has_an_end", sql`${t.outcome} is distinct from 'granted' or ${t.expiresAt} is not null`),
    check("only_what_was_granted_is_used", sql`${t.usedAt} is null or (${t.outcome} = 'granted' and ${t.usedAt} <= ${t.expiresAt})`),
  ],
);

/** How it came out: another certificate took the place, the term ended first, or the certificate was revoked for something else. */
export const REISSUE_OUTCOMES = ["issued", "lapsed", "overtaken"] as const;

/**
 * A certificate that says something which is no longer so (R107): from then on its holder may have another one, and it ends when they have it, or when the
 * term is over. That a certificate which follows it is never issued beside an open row, and that what came of it stands alone, triggers hold: `reissue_is_whole`.
 */
export const reissue = pgTable(
  "reissue",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userNumber: text("user_number")
      .notNull()
      .references(() => account.userNumber),
    /** The certificate that is no longer right. */
    serial: text("serial")
      .notNull()
      .references(() => certificate.serial),
    /** The request, or the move between enterprises, that changed what it says. */
    requestId: uuid("request_id").references(() => request.id),
    moveId: uuid("move_id").references(() => practiceMove.id),
    /** The attributes of its subject that differ from what is known now: "CN", "O", "OU". */
    differs: text("differs").array().notNull(),
    openedAt: instant("opened_at").notNull(),
    /** The last second in which it is left valid. */
    until: instant("until").notNull(),
    /** The reminder that was sent last, by the days before the end of the term. */
    remindedDays: integer("reminded_days"),
    outcome: text("outcome", { enum: REISSUE_OUTCOMES }),
    endedAt: instant("ended_at"),
    successor: text("successor").references(() => certificate.serial),
  },
  (t) => [
    uniqueIndex("one_open_reissue_per_account").on(t.userNumber).where(sql`${t.outcome} is null`),
    unique("request_asks_each_reissue_once").on(t.requestId, t.userNumber),
    unique("move_asks_each_reissue_once").on(t.moveId, t.userNumber),
    unique("certificate_comes_of_one_reissue").on(t.successor),
    check("reissue_has_one_cause", sql`num_nonnulls(${t.requestId}, ${t.moveId}) = 1`),
    check("reissue_says_what_differs", sql`cardinality(${t.differs}) > 0`),
    check("reissue_ends_whole", sql`(${t.outcome} is null) = (${t.endedAt} is null) and (${t.outcome} is not distinct from 'issued') = (${t.successor} is not null)`),
    index("reissue_of_certificate").on(t.serial),
    index("reissue_of_account").on(t.userNumber, t.openedAt),
    index("reissue_due").on(t.until).where(sql`${t.outcome} is null`),
  ],
);
