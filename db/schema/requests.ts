import { sql } from "drizzle-orm";
import { bigint, boolean, check, date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

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
  "joined",
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
    /** What the request type asks between approval and done, as it stood when the request was sent. */
    identificationRequired: boolean("identification_required").notNull().default(true),
    deliveryRequired: boolean("delivery_required").notNull().default(true),
    /** Whether a user number belongs to what is delivered, or a letter alone. */
    numberRequired: boolean("number_required").notNull().default(true),
    /** The day on which the applicant wants it to happen; null for at once. */
    carryOutOn: date("carry_out_on"),
    identifiedAt: instant("identified_at"),
    fulfilledAt: instant("fulfilled_at"),
    numberSentAt: instant("number_sent_at"),
    letterPostedAt: instant("letter_posted_at"),
    /** Whether staff have something to do by hand before it is done (`manual_task`), and when the last of it was. */
    tasksRequired: boolean("tasks_required").notNull().default(false),
    tasksDoneAt: instant("tasks_done_at"),
    /** Whether letters go out that its type sends (`letter` without a PIN), and when the last of them was posted (D9). */
    postRequired: boolean("post_required").notNull().default(false),
    postLeftAt: instant("post_left_at"),
    closedAt: instant("closed_at"),
    /** When its time was over (D20): what it said is gone, and what it was, when and how it ended is what is left. */
    clearedAt: instant("cleared_at"),
  },
  (t) => [
    // A check that comes to null counts as kept, so that each says what it means of an absent value.
    check("second_check_by_another_person", sql`${t.secondBy} is null or (${t.decidedBy} is not null and ${t.secondBy} <> ${t.decidedBy})`),
    check("rejection_has_a_reason", sql`${t.decision} is distinct from 'reject' or ${t.reasonCode} is not null`),
    check("decision_has_a_decider", sql`(${t.decision} is null) = (${t.decidedBy} is null)`),
    check("approved_with_required_second_check", sql`${t.status} not in ('identifying', 'identification-desk', 'fulfilling', 'done') or ${t.decision} is not distinct from 'approve' and (not ${t.secondCheckRequired} or ${t.secondBy} is not null)`),
    check("done_means_fulfilled", sql`${t.status} <> 'done' or ${t.fulfilledAt} is not null`),
    check("done_means_number_sent_and_letter_posted", sql`${t.status} <> 'done' or not ${t.deliveryRequired} or ((not ${t.numberRequired} or ${t.numberSentAt} is not null) and ${t.letterPostedAt} is not null)`),
    check("lapsed_means_not_delivered", sql`${t.status} <> 'lapsed' or ${t.fulfilledAt} is null or ${t.letterPostedAt} is null or (${t.numberRequired} and ${t.numberSentAt} is null)`),
    check("done_means_tasks_done", sql`${t.status} <> 'done' or not ${t.tasksRequired} or ${t.tasksDoneAt} is not null`),
    check("done_means_post_left", sql`${t.status} <> 'done' or not ${t.postRequired} or ${t.postLeftAt} is not null`),
    check("fulfilled_only_after_identification", sql`${t.fulfilledAt} is null or ${t.identifiedAt} is not null or not ${t.identificationRequired}`),
    check("identified_before_delivery", sql`${t.identificationRequired} or not ${t.deliveryRequired}`),
    check("new_user_is_identified_and_delivered", sql`${t.type} <> 'new-user' or (${t.identificationRequired} and ${t.deliveryRequired} and ${t.numberRequired})`),
    // The order of the desk's queue (`app/domain/requests/order.ts`): of one status, of all that runs, and of what waits
    // for others, which is two.
    index("request_queue").on(t.status, sql`(${t.priority} <> 'high')`, sql`(coalesce(${t.dueAt}, 'infinity'))`, t.id),
    index("request_queue_of_all").on(sql`(${t.priority} <> 'high')`, sql`(coalesce(${t.dueAt}, 'infinity'))`, t.id).where(sql`${t.status} not in ('unconfirmed', 'done', 'rejected', 'cancelled', 'lapsed')`),
    // What is open, with all that management counts of it (`app/domain/dashboards/now.ts`), so that counting looks at nothing else.
    index("request_open").on(t.type, t.channel, t.status, t.dueAt).where(sql`${t.status} not in ('unconfirmed', 'done', 'rejected', 'cancelled', 'lapsed', 'joined')`),
    index("request_queue_of_waiting").on(sql`(${t.priority} <> 'high')`, sql`(coalesce(${t.dueAt}, 'infinity'))`, t.id).where(sql`${t.status} in ('waiting-applicant', 'identifying')`),
    index("request_with_tasks").on(sql`(${t.priority} <> 'high')`, sql`(coalesce(${t.dueAt}, 'infinity'))`, t.id).where(sql`${t.status} = 'fulfilling' and ${t.tasksRequired} and ${t.tasksDoneAt} is null`),
    index("request_to_carry_out").on(t.carryOutOn).where(sql`${t.status} = 'fulfilling' and ${t.fulfilledAt} is null`),
    // The words of the names, whole, for a search that knows which word was meant.
    index("request_words").using("gin", sql`string_to_array(lower(${t.subjectName} || ' ' || ${t.applicantName}), ' ')`),
    // Along which a back-test reads (`app/domain/definitions/backtest/snapshots.ts`).
    index("request_submitted").on(t.submittedAt, t.id),
    index("request_decided").on(t.decidedAt),
    index("request_effective").on(t.effectiveAt).where(sql`${t.status} = 'decided'`),
    // What the desk's filters narrow the queue by (`app/domain/requests/narrow.ts`), each in the order of the queue; the first two also hold
    // priority and due_at themselves (written into the migration), so that counting looks at nothing else.
    index("request_by_type").on(t.type, t.channel, t.status, sql`(${t.priority} <> 'high')`, sql`(coalesce(${t.dueAt}, 'infinity'))`, t.id),
    index("request_by_channel").on(t.channel, t.status, sql`(${t.priority} <> 'high')`, sql`(coalesce(${t.dueAt}, 'infinity'))`, t.id),
    index("request_by_number").on(t.status, t.number),
    index("request_claimed").on(t.claimedBy, sql`(${t.priority} <> 'high')`, sql`(coalesce(${t.dueAt}, 'infinity'))`, t.id).where(sql`${t.claimedBy} is not null`),
    index("request_agb_code").on(t.agbCode, t.status),
    index("request_enterprise").on(t.enterpriseId, t.status),
    index("request_unconfirmed").on(t.submittedAt).where(sql`${t.status} = 'unconfirmed'`),
    check("cleared_request_says_nothing", sql`${t.clearedAt} is null or (${t.answers} = '{}' and ${t.applicantEmail} = '' and num_nonnulls(${t.note}, ${t.enterpriseId}, ${t.agbCode}, ${t.draftId}) = 0)`),
    check("only_what_ended_is_cleared", sql`${t.clearedAt} is null or ${t.status} in ('done', 'rejected', 'cancelled', 'lapsed', 'joined')`),
    // What retention looks at (D20), oldest first; what was cleared is not looked at again.
    index("request_to_clear").on(t.status, t.closedAt).where(sql`${t.clearedAt} is null and ${t.closedAt} is not null`),
  ],
);

/** What the rules said, under which version, about which facts; kept for ever with the request. `position`: of whom, where it is about several (R108). */
export const judgement = pgTable(
  "judgement",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    requestId: uuid("request_id")
      .notNull()
      .references(() => request.id),
    point: text("point").notNull(),
    position: integer("position").notNull().default(1),
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
    /** The version of the calendar by which `dueAt` counts; null for a clock that counts hours. */
    calendarVersion: integer("calendar_version"),
    /** When the desk was warned that it is nearly due, and when it was told that it has passed. */
    warnedAt: instant("warned_at"),
    escalatedAt: instant("escalated_at"),
    stoppedAt: instant("stopped_at"),
  },
  (t) => [
    primaryKey({ columns: [t.requestId, t.stage] }),
    index("request_clock_to_warn").on(t.dueAt).where(sql`${t.stoppedAt} is null and ${t.pausedSince} is null and ${t.warnedAt} is null`),
    index("request_clock_to_escalate").on(t.dueAt).where(sql`${t.stoppedAt} is null and ${t.pausedSince} is null and ${t.escalatedAt} is null`),
    index("request_clock_by_calendar").on(t.calendarVersion, t.requestId, t.stage).where(sql`${t.stoppedAt} is null and ${t.calendarVersion} is not null`),
  ],
);

/** A note of staff on a request; never sent to anybody. */
export const requestNote = pgTable(
  "request_note",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    requestId: uuid("request_id")
      .notNull()
      .references(() => request.id),
    by: uuid("by").notNull().references(() => staff.id),
    text: text("text").notNull(),
    writtenAt: instant("written_at").notNull(),
  },
  (t) => [index("request_note_request").on(t.requestId)],
);

/** What the office asks the applicant before it can judge, and the answer; one at a time (D9). */
export const requestQuestion = pgTable(
  "request_question",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    requestId: uuid("request_id")
      .notNull()
      .references(() => request.id),
    askedBy: uuid("asked_by")
      .notNull()
      .references(() => staff.id),
    question: text("question").notNull(),
    askedAt: instant("asked_at").notNull(),
    /** Until when an answer is waited for; then the request lapses. */
    expiresAt: instant("expires_at").notNull(),
    reminders: integer("reminders").notNull().default(0),
    answer: text("answer"),
    answeredAt: instant("answered_at"),
    /** When it needed no answer any more: the request was cancelled, objected to, or lapsed. */
    endedAt: instant("ended_at"),
  },
  (t) => [
    index("request_question_request").on(t.requestId, t.askedAt),
    uniqueIndex("one_open_question_per_request").on(t.requestId).where(sql`${t.answeredAt} is null and ${t.endedAt} is null`),
    index("request_question_open").on(t.expiresAt).where(sql`${t.answeredAt} is null and ${t.endedAt} is null`),
    check("answer_has_a_moment", sql`(${t.answer} is null) = (${t.answeredAt} is null)`),
  ],
);

/** One value of somebody's data, as it was and as it became; empty where there was none. */
export type ChangedValue = { field: "phone" | "email" | "address" | "name" | "given-name"; before: string; after: string };

/** What a request changed in our own data: the registers hold only what is now. */
export const requestChange = pgTable("request_change", {
  requestId: uuid("request_id")
    .primaryKey()
    .references(() => request.id),
  values: jsonb("values").$type<ChangedValue[]>().notNull(),
  /** Whose data they are, where they are a person's, and where they are told of it: at the address of now, and at the former one (D15). */
  personName: text("person_name"),
  email: text("email"),
  formerEmail: text("former_email"),
  language: text("language", { enum: ["nl", "en"] }),
  changedAt: instant("changed_at").notNull(),
});

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
    uniqueIndex("one_confirm_link_per_request").on(t.requestId).where(sql`${t.kind} = 'confirm' and ${t.endedAt} is null`),
    check("link_leads_somewhere", sql`num_nonnulls(${t.draftId}, ${t.requestId}) = 1`),
  ],
);
