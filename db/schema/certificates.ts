import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { account, certificate } from "./accounts.ts";
import { instant } from "./columns.ts";
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
