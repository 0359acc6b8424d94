import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { definitionVersion, release } from "./definitions.ts";
import { staff } from "./staff.ts";

const STATUSES = ["draft", "proposed", "scheduled", "published", "withdrawn"] as const;

/**
 * A change that is made in the studio: one or more definitions that are published together, or none of them. What it holds can be edited while it is a
 * draft and at no other time (`change_entry_is_edited_in_a_draft`); who edited any of it does not approve it (`change_is_approved_by_another`, D15, P5).
 */
export const definitionChange = pgTable(
  "definition_change",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    title: text("title").notNull(),
    /** Why, in the words of who proposes it. */
    reason: text("reason"),
    status: text("status", { enum: STATUSES }).notNull().default("draft"),
    /** Rises with every act on the change itself, so that two people at once hear of each other. */
    revision: integer("revision").notNull().default(0),
    madeBy: uuid("made_by")
      .notNull()
      .references(() => staff.id),
    createdAt: instant("created_at").notNull(),
    proposedBy: uuid("proposed_by").references(() => staff.id),
    proposedAt: instant("proposed_at"),
    /** From when it holds; none: from the moment that it is approved. */
    publishFrom: instant("publish_from"),
    approver: uuid("approver").references(() => staff.id),
    approvedAt: instant("approved_at"),
    /** What it became. */
    releaseId: bigint("release_id", { mode: "number" }).references(() => release.id),
    endedAt: instant("ended_at"),
    /** The code of what kept it from being published on its day. */
    stoppedBy: text("stopped_by"),
  },
  (t) => [
    check("change_has_a_title", sql`length(trim(${t.title})) between 1 and 120`),
    check("change_is_proposed_with_a_reason", sql`${t.status} not in ('proposed', 'scheduled', 'published') or (${t.proposedBy} is not null and ${t.proposedAt} is not null and length(trim(${t.reason})) > 0)`),
    check("change_is_approved", sql`${t.status} not in ('scheduled', 'published') or (${t.approver} is not null and ${t.approvedAt} is not null)`),
    check("draft_of_a_change_has_no_approval", sql`${t.status} not in ('draft', 'proposed') or ${t.approver} is null`),
    check("published_change_has_a_release", sql`(${t.status} = 'published') = (${t.releaseId} is not null)`),
    check("change_approver_is_another_person", sql`${t.approver} <> ${t.proposedBy} and ${t.approver} <> ${t.madeBy}`),
    check("scheduled_change_has_a_day", sql`${t.status} <> 'scheduled' or ${t.publishFrom} is not null`),
    index("change_open").on(t.createdAt).where(sql`${t.status} in ('draft', 'proposed', 'scheduled')`),
    index("change_due").on(t.publishFrom).where(sql`${t.status} = 'scheduled'`),
    uniqueIndex("change_release").on(t.releaseId),
  ],
);

/** One definition of a change, as it would become. */
export const definitionChangeEntry = pgTable(
  "definition_change_entry",
  {
    changeId: uuid("change_id")
      .notNull()
      .references(() => definitionChange.id),
    kind: text("kind").notNull(),
    key: text("key").notNull(),
    /** The published version that it was made from; none for what is new. */
    basedOn: bigint("based_on", { mode: "number" }).references(() => definitionVersion.id),
    /** None: it is to be there no longer. */
    content: jsonb("content"),
    /** SHA-256 of the canonical JSON, hex. */
    hash: text("hash"),
    revision: integer("revision").notNull().default(0),
    editedBy: uuid("edited_by")
      .notNull()
      .references(() => staff.id),
    editedAt: instant("edited_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.changeId, t.kind, t.key] }),
    check("change_entry_has_content_and_hash", sql`(${t.content} is null) = (${t.hash} is null)`),
    check("only_what_is_there_is_taken_away", sql`${t.content} is not null or ${t.basedOn} is not null`),
    index("change_entry_definition").on(t.kind, t.key),
  ],
);

/** Who edited any of a change, also what was taken out of it again. */
export const definitionChangeEditor = pgTable(
  "definition_change_editor",
  {
    changeId: uuid("change_id")
      .notNull()
      .references(() => definitionChange.id),
    staffId: uuid("staff_id")
      .notNull()
      .references(() => staff.id),
    lastAt: instant("last_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.changeId, t.staffId] })],
);
