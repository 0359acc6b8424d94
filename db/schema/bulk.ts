import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { request } from "./requests.ts";
import { staff } from "./staff.ts";

const ACTS = ["claim", "release", "approve", "reject", "ask", "note"] as const;

/** One act that somebody does to many requests at once: selected, planned, run, each in its own time. */
export const bulkRun = pgTable(
  "bulk_run",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    by: uuid("by")
      .notNull()
      .references(() => staff.id),
    /** The rows that were ticked, or everything that a list stood for. */
    source: text("source", { enum: ["rows", "list"] }).notNull(),
    begunAt: instant("begun_at").notNull(),
    /** When the whole selection was written down; nothing is done with half of one. */
    selectedAt: instant("selected_at"),
    act: text("act", { enum: ACTS }),
    reasonCode: text("reason_code"),
    /** The question, or the note. */
    text: text("text"),
    /** Rises with every plan, so that what is started is what was shown. */
    plan: integer("plan").notNull().default(0),
    plannedAt: instant("planned_at"),
    startedAt: instant("started_at"),
    cancelledBy: uuid("cancelled_by").references(() => staff.id),
    cancelledAt: instant("cancelled_at"),
    endedAt: instant("ended_at"),
  },
  (t) => [
    check("bulk_act_is_known", sql`${t.act} in ('claim', 'release', 'approve', 'reject', 'ask', 'note')`),
    check("bulk_run_is_planned_before_it_starts", sql`${t.startedAt} is null or (${t.selectedAt} is not null and ${t.plannedAt} is not null and ${t.act} is not null)`),
    check("bulk_run_ends_after_it_started", sql`${t.endedAt} is null or ${t.startedAt} is not null`),
    check("bulk_rejection_has_a_reason", sql`${t.act} is distinct from 'reject' or ${t.reasonCode} is not null`),
    check("bulk_question_has_words", sql`${t.act} is null or ${t.act} not in ('ask', 'note') or ${t.text} is not null`),
    check("bulk_run_is_cancelled_by_somebody", sql`(${t.cancelledBy} is null) = (${t.cancelledAt} is null)`),
    index("bulk_run_by").on(t.by, t.begunAt),
  ],
);

/** What a refusal or an exclusion is worded with: who has it or was first, when, with which act, and where the request stood. */
export type BulkDetails = { who?: string; actorKind?: string; at?: string; act?: string; status?: string; rule?: string };

/** One request of a run, and what came of it. A result is written once, in the transaction of the act itself (`bulk_item_is_done_once`). */
export const bulkItem = pgTable(
  "bulk_item",
  {
    runId: uuid("run_id")
      .notNull()
      .references(() => bulkRun.id),
    requestId: uuid("request_id")
      .notNull()
      .references(() => request.id),
    /** In the order of the list that it was selected from. */
    place: integer("place").notNull(),
    /** Of the request, when it was planned: what has moved since is not touched. */
    version: integer("version"),
    /** Why it does not take part; null when it does. */
    excluded: text("excluded"),
    outcome: text("outcome", { enum: ["done", "refused", "untouched"] }),
    /** The problem for which it was refused. */
    code: text("code"),
    details: jsonb("details").$type<BulkDetails>(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    primaryKey({ name: "bulk_run_has_each_request_once", columns: [t.runId, t.requestId] }),
    unique("bulk_run_has_each_place_once").on(t.runId, t.place),
    check("bulk_outcome_is_known", sql`${t.outcome} in ('done', 'refused', 'untouched')`),
    check("bulk_result_has_a_moment", sql`(${t.outcome} is null) = (${t.endedAt} is null)`),
    check("bulk_refusal_has_a_reason", sql`(${t.outcome} is not distinct from 'refused') = (${t.code} is not null)`),
    check("bulk_excluded_is_left_alone", sql`${t.excluded} is null or ${t.outcome} is null`),
    index("bulk_item_request").on(t.requestId),
    index("bulk_item_to_do").on(t.runId, t.place).where(sql`${t.outcome} is null and ${t.excluded} is null`),
  ],
);
