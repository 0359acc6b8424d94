import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";

/**
 * Who works here. Demonstration people exist in demonstration mode only. Everybody else is known by what the organisation's sign-in calls them, issuer and
 * subject together, never by an e-mail address: that may be missing, change, or pass on to a successor.
 */
export const staff = pgTable(
  "staff",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    name: text("name").notNull(),
    email: text("email"),
    /** In production as the groups said when they were last asked. */
    roles: jsonb("roles").$type<string[]>().notNull(),
    /** Of those, what the office itself does not let this person have (`staffRoleChange`). */
    withheld: jsonb("withheld").$type<string[]>().notNull().default([]),
    active: boolean("active").notNull().default(true),
    demonstration: boolean("demonstration").notNull().default(false),
    issuer: text("issuer"),
    subject: text("subject"),
    /** When the organisation last said who this is and what they may do; null for demonstration people. */
    saidAt: instant("said_at"),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    unique("staff_subject_is_unique").on(table.issuer, table.subject),
    check("staff_has_issuer_and_subject", sql`(${table.issuer} is null) = (${table.subject} is null)`),
    check("demonstration_staff_has_no_issuer", sql`not (${table.demonstration} and ${table.issuer} is not null)`),
    uniqueIndex("demonstration_email_is_unique").on(table.email).where(sql`${table.demonstration}`),
  ],
);

/**
 * A change of what somebody may do, proposed by one colleague and decided by another (D15). Nobody proposes or decides about themselves, and nobody decides
 * on what they proposed: here too.
 */
export const staffRoleChange = pgTable(
  "staff_role_change",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    staffId: uuid("staff_id")
      .notNull()
      .references(() => staff.id),
    /** What the person had when it was proposed, and what they are to have. */
    before: jsonb("before").$type<string[]>().notNull(),
    after: jsonb("after").$type<string[]>().notNull(),
    reason: text("reason").notNull(),
    proposedBy: uuid("proposed_by")
      .notNull()
      .references(() => staff.id),
    proposedAt: instant("proposed_at").notNull(),
    outcome: text("outcome", { enum: ["approved", "refused", "withdrawn"] }),
    decidedBy: uuid("decided_by").references(() => staff.id),
    decidedAt: instant("decided_at"),
  },
  (table) => [
    uniqueIndex("one_open_role_change_per_person").on(table.staffId).where(sql`${table.outcome} is null`),
    index("staff_role_change_of").on(table.staffId, table.proposedAt),
    check("role_change_outcome_is_known", sql`${table.outcome} in ('approved', 'refused', 'withdrawn')`),
    check("role_change_is_decided_whole", sql`(${table.outcome} is null) = (${table.decidedBy} is null) and (${table.outcome} is null) = (${table.decidedAt} is null)`),
    check("nobody_changes_their_own_roles", sql`${table.proposedBy} <> ${table.staffId} and (${table.decidedBy} is null or ${table.decidedBy} <> ${table.staffId})`),
    check("role_change_has_a_second_check", sql`${table.outcome} is null or (${table.outcome} = 'withdrawn') = (${table.decidedBy} = ${table.proposedBy})`),
  ],
);

/** A session of somebody who signed in at the organisation. The cookie holds its id only; what ended stays ended. */
export const staffSession = pgTable(
  "staff_session",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    staffId: uuid("staff_id")
      .notNull()
      .references(() => staff.id),
    begunAt: instant("begun_at").notNull(),
    /** When the organisation was last asked for this person's groups. */
    checkedAt: instant("checked_at").notNull(),
    /** Until when one process is asking again; the others wait for its answer. */
    checkingUntil: instant("checking_until"),
    /** Locked: what the organisation is asked again with; null where it gave nothing for that. */
    renewal: text("renewal"),
    /** What the organisation calls the session that this one began from; it may end it by that name. */
    providerSession: text("provider_session"),
    endedAt: instant("ended_at"),
  },
  (table) => [
    index("staff_session_open").on(table.staffId).where(sql`${table.endedAt} is null`),
    index("staff_session_begun").on(table.begunAt),
    check("ended_session_keeps_nothing", sql`${table.endedAt} is null or ${table.renewal} is null`),
  ],
);

/** Tries of what can be guessed, per key and window; counted in the database so that every process sees the same. */
export const tryCount = pgTable("try_count", {
  key: text("key").primaryKey(),
  points: integer("points").notNull(),
  windowEndsAt: instant("window_ends_at").notNull(),
});

/** Settings of the installation, such as the demonstration clock's offset. */
export const officeSetting = pgTable("office_setting", {
  key: text("key").primaryKey(),
  value: jsonb("value").notNull(),
  version: bigint("version", { mode: "number" }).notNull().default(1),
});
