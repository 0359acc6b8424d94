import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { release } from "./definitions.ts";
import { agbCode, enterprise, roleHolder } from "./organisations.ts";
import { staff } from "./staff.ts";

/** A form under way. It keeps the release that it began with (P17). */
export const draft = pgTable(
  "draft",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    type: text("type").notNull(),
    releaseId: bigint("release_id", { mode: "number" })
      .notNull()
      .references(() => release.id),
    language: text("language", { enum: ["nl", "en"] }).notNull(),
    answers: jsonb("answers").$type<Record<string, unknown>>().notNull(),
    /** Rises with every save, so that a tab left open over a newer version is told. */
    version: integer("version").notNull().default(1),
    savedTo: text("saved_to"),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    expiresAt: instant("expires_at").notNull(),
    submittedAt: instant("submitted_at"),
  },
  (t) => [index("draft_expires").on(t.expiresAt).where(sql`${t.submittedAt} is null`)],
);

export const REQUEST_STATUSES = [
  "unconfirmed",
  "submitted",
  "in-review",
  "waiting-applicant",
  "second-check",
  "decided",
  "identifying",
  "identification-desk",
  "fulfilling",
  "done",
  "rejected",
  "cancelled",
  "lapsed",
] as const;

/** What somebody asks. Its life is the table in `app/domain/requests/lifecycle.ts`. */
export const request = pgTable(
  "request",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    /** Shown as "ZG-2481". */
    number: bigint("number", { mode: "number" }).notNull().generatedAlwaysAsIdentity({ startWith: 2001 }).unique("request_number_is_unique"),
    /** One draft becomes one request, however often the form is sent. */
    draftId: uuid("draft_id").unique("draft_is_submitted_once").references(() => draft.id),
    type: text("type").notNull(),
    channel: text("channel", { enum: ["online", "paper", "email", "phone", "portal"] }).notNull(),
    status: text("status", { enum: REQUEST_STATUSES }).notNull(),
    /** Rises with every act; a write that carries an older one is told so. */
    version: integer("version").notNull().default(1),
    releaseId: bigint("release_id", { mode: "number" })
      .notNull()
      .references(() => release.id),
    language: text("language", { enum: ["nl", "en"] }).notNull(),
    answers: jsonb("answers").$type<Record<string, unknown>>().notNull(),
    termsVersion: text("terms_version").notNull(),
    enterpriseId: uuid("enterprise_id").references(() => enterprise.id),
    agbCode: text("agb_code").references(() => agbCode.code),
    /** "Z. van der Håkon": whom it is about, for lists and search. */
    subjectName: text("subject_name").notNull(),
    applicantName: text("applicant_name").notNull(),
    applicantEmail: text("applicant_email").notNull(),
    submittedAt: instant("submitted_at").notNull(),
    confirmedAt: instant("confirmed_at"),
    /** Review clock: null until the address is confirmed and while paused. */
    dueAt: instant("due_at"),
    priority: text("priority", { enum: ["normal", "high"] }).notNull().default("normal"),
    claimedBy: uuid("claimed_by").references(() => staff.id),
    claimedAt: instant("claimed_at"),
    claimedUntil: instant("claimed_until"),
    secondCheckRequired: boolean("second_check_required").notNull().default(false),
    decision: text("decision", { enum: ["approve", "reject"] }),
    decidedBy: uuid("decided_by").references(() => staff.id),
    decidedAt: instant("decided_at"),
    secondBy: uuid("second_by").references(() => staff.id),
    secondAt: instant("second_at"),
    reasonCode: text("reason_code"),
    note: text("note"),
    /** When a decision leaves the house; until then it can be undone. */
    effectiveAt: instant("effective_at"),
    objectedAt: instant("objected_at"),
    identifiedAt: instant("identified_at"),
    fulfilledAt: instant("fulfilled_at"),
    numberSentAt: instant("number_sent_at"),
    letterPostedAt: instant("letter_posted_at"),
    closedAt: instant("closed_at"),
  },
  (t) => [
    // A check that comes to null counts as kept, so that each says what it means of an absent value.
    check("second_check_by_another_person", sql`${t.secondBy} is null or (${t.decidedBy} is not null and ${t.secondBy} <> ${t.decidedBy})`),
    check("rejection_has_a_reason", sql`${t.decision} is distinct from 'reject' or ${t.reasonCode} is not null`),
    check("decision_has_a_decider", sql`(${t.decision} is null) = (${t.decidedBy} is null)`),
    check("approved_with_required_second_check", sql`${t.status} not in ('identifying', 'identification-desk', 'fulfilling', 'done') or ${t.decision} is not distinct from 'approve' and (not ${t.secondCheckRequired} or ${t.secondBy} is not null)`),
    check("done_means_number_sent_and_letter_posted", sql`${t.status} <> 'done' or (${t.numberSentAt} is not null and ${t.letterPostedAt} is not null)`),
    check("fulfilled_only_after_identification", sql`${t.fulfilledAt} is null or ${t.identifiedAt} is not null`),
    index("request_open_queue").on(t.dueAt, t.id).where(sql`${t.status} in ('submitted', 'in-review', 'second-check', 'identification-desk')`),
    index("request_by_status").on(t.status, t.dueAt),
    index("request_effective").on(t.effectiveAt).where(sql`${t.status} = 'decided'`),
    index("request_claimed").on(t.claimedBy).where(sql`${t.claimedBy} is not null`),
    index("request_agb_code").on(t.agbCode),
    index("request_enterprise").on(t.enterpriseId),
    index("request_unconfirmed").on(t.submittedAt).where(sql`${t.status} = 'unconfirmed'`),
    index("request_waiting").on(t.status).where(sql`${t.status} in ('waiting-applicant', 'identifying')`),
  ],
);

/** What the rules said, under which version, about which facts; kept for ever with the request. */
export const judgement = pgTable(
  "judgement",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    requestId: uuid("request_id")
      .notNull()
      .references(() => request.id),
    point: text("point").notNull(),
    ruleSet: text("rule_set").notNull(),
    ruleSetVersion: integer("rule_set_version").notNull(),
    facts: jsonb("facts").$type<Record<string, unknown>>().notNull(),
    outcome: jsonb("outcome").$type<Record<string, unknown>>().notNull(),
    findings: jsonb("findings").$type<unknown[]>().notNull(),
    spoke: jsonb("spoke").$type<string[]>().notNull(),
    judgedAt: instant("judged_at").notNull(),
  },
  (t) => [index("judgement_request").on(t.requestId, t.judgedAt)],
);

/** The clocks of D9: review and delivery, net of pauses. */
export const requestClock = pgTable(
  "request_clock",
  {
    requestId: uuid("request_id")
      .notNull()
      .references(() => request.id),
    stage: text("stage", { enum: ["review", "delivery"] }).notNull(),
    startedAt: instant("started_at").notNull(),
    dueAt: instant("due_at").notNull(),
    pausedSince: instant("paused_since"),
    pausedMs: bigint("paused_ms", { mode: "number" }).notNull().default(0),
    stoppedAt: instant("stopped_at"),
  },
  (t) => [primaryKey({ columns: [t.requestId, t.stage] })],
);

/** A note of staff on a request; never sent to anybody. */
export const requestNote = pgTable(
  "request_note",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    requestId: uuid("request_id")
      .notNull()
      .references(() => request.id),
    by: uuid("by")
      .notNull()
      .references(() => staff.id),
    text: text("text").notNull(),
    writtenAt: instant("written_at").notNull(),
  },
  (t) => [index("request_note_request").on(t.requestId)],
);

export const LINK_KINDS = ["resume", "confirm", "status", "objection", "identification"] as const;

/**
 * A link that was sent to somebody. Its token is derived from the id with a secret (`app/domain/access/links.ts`), so that neither
 * the database nor a stored e-mail holds anything that opens it.
 */
export const link = pgTable(
  "link",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    kind: text("kind", { enum: LINK_KINDS }).notNull(),
    draftId: uuid("draft_id").references(() => draft.id),
    requestId: uuid("request_id").references(() => request.id),
    roleHolderId: uuid("role_holder_id").references(() => roleHolder.id),
    createdAt: instant("created_at").notNull(),
    expiresAt: instant("expires_at"),
    usedAt: instant("used_at"),
    endedAt: instant("ended_at"),
  },
  (t) => [
    index("link_request").on(t.requestId),
    index("link_draft").on(t.draftId),
    uniqueIndex("one_status_link_per_request").on(t.requestId).where(sql`${t.kind} = 'status'`),
    uniqueIndex("one_confirm_link_per_request").on(t.requestId).where(sql`${t.kind} = 'confirm'`),
    check("link_leads_somewhere", sql`num_nonnulls(${t.draftId}, ${t.requestId}) = 1`),
  ],
);
