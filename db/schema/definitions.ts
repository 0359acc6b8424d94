import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";

/**
 * Every form, rule set, policy, catalogue, calendar and template in every version. A published row never changes (a trigger in
 * `guards.sql` holds that): a new version is a new row.
 */
export const definitionVersion = pgTable(
  "definition_version",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** request-type, rule-set, policy, services, calendar, letter, mail, certificate-profile, branding. */
    kind: text("kind").notNull(),
    key: text("key").notNull(),
    version: integer("version").notNull(),
    /** SHA-256 of the canonical JSON, hex. */
    hash: text("hash").notNull(),
    content: jsonb("content").notNull(),
    status: text("status", { enum: ["draft", "published", "withdrawn"] }).notNull(),
    /** Who wrote it: "installation", or the id of a member of staff. */
    author: text("author").notNull(),
    /** Why, in the author's words. */
    reason: text("reason"),
    /** Who published it; never the author, except for what came with the installation itself (D15, P5). */
    approver: text("approver"),
    createdAt: instant("created_at").notNull(),
    publishedAt: instant("published_at"),
  },
  (t) => [
    unique("definition_version_is_unique").on(t.kind, t.key, t.version),
    check("definition_approver_is_another_person", sql`${t.approver} is null or ${t.approver} <> ${t.author} or ${t.author} = 'installation'`),
    // Two proposals side by side would each undo the other; what a new release brought waits apart.
    uniqueIndex("one_open_proposal_per_definition").on(t.kind, t.key).where(sql`${t.status} = 'draft' and ${t.author} <> 'installation'`),
    check("published_definition_has_approver", sql`${t.status} <> 'published' or (${t.approver} is not null and ${t.publishedAt} is not null)`),
  ],
);

/** A set of published versions that belong together. Requests pin one, to their end (P17). */
export const release = pgTable("release", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  publishedAt: instant("published_at").notNull(),
  publishedBy: text("published_by").notNull(),
});

export const releaseEntry = pgTable(
  "release_entry",
  {
    releaseId: bigint("release_id", { mode: "number" })
      .notNull()
      .references(() => release.id),
    kind: text("kind").notNull(),
    key: text("key").notNull(),
    definitionId: bigint("definition_id", { mode: "number" })
      .notNull()
      .references(() => definitionVersion.id),
  },
  (t) => [primaryKey({ columns: [t.releaseId, t.kind, t.key] }), index("release_entry_definition").on(t.definitionId)],
);
