import { sql } from "drizzle-orm";
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uniqueIndex } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";

/**
 * What happened in the office, written in the transaction of the act itself (P7). Rows never change and never go; the one exception is
 * retention, which may empty the four personal columns (the triggers in guards.sql see to both). The hash in `payload_hash` covers
 * those columns together with a random salt, so that clearing them neither breaks the chain nor leaves something to guess from.
 * Timestamps keep milliseconds: what Node can hold is what is hashed.
 */
export const auditEvent = pgTable(
  "audit_event",
  {
    id: bigint("id", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
    correlationId: text("correlation_id"),
    /** The office's clock. */
    occurredAt: timestamp("occurred_at", { withTimezone: true, precision: 3 }).notNull(),
    /** The database's clock, which nobody in the office can move. */
    recordedAt: timestamp("recorded_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name"),
    act: text("act").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: text("subject_id").notNull(),
    requestId: text("request_id"),
    payload: jsonb("payload"),
    payloadSalt: text("payload_salt"),
    payloadHash: text("payload_hash").notNull(),
  },
  (table) => [
    index("audit_event_by_subject").on(table.subjectKind, table.subjectId, table.id),
    index("audit_event_by_request").on(table.requestId, table.id),
    // In the order in which an auditor reads, so that a page of a filter is the end of an index.
    index("audit_event_in_order").on(table.occurredAt, table.id),
    index("audit_event_by_actor").on(table.actorKind, table.actorId, table.occurredAt, table.id),
    index("audit_event_by_act").on(table.act, table.occurredAt, table.id),
    // What belongs to no request and has details left, for retention (D20).
    index("audit_event_to_clear").on(table.occurredAt, table.id).where(sql`${table.requestId} is null and ${table.payload} is not null`),
    check("audit_event_act_is_noun_dot_verb", sql`${table.act} ~ '^[a-z][a-z-]*\\.[a-z][a-z-]*$'`),
    check("audit_event_payload_hash_is_sha256", sql`${table.payloadHash} ~ '^[0-9a-f]{64}$'`),
    check("audit_event_payload_and_salt_go_together", sql`(${table.payload} is null) = (${table.payloadSalt} is null)`),
  ],
);

/** Committed events that the sealer has not reached; a trigger fills it, so that sealing never has to search the whole trail. */
export const auditWaiting = pgTable("audit_waiting", {
  eventId: bigint("event_id", { mode: "number" })
    .primaryKey()
    .references(() => auditEvent.id),
});

/**
 * The chain (P8): one link for each event, in the order in which the sealer found them committed. That is not always the order of
 * the ids: a transaction that took its id early may commit late, and its event then gets the next free position.
 */
export const auditSeal = pgTable(
  "audit_seal",
  {
    position: bigint("position", { mode: "number" }).primaryKey(),
    eventId: bigint("event_id", { mode: "number" })
      .notNull()
      .references(() => auditEvent.id),
    eventHash: text("event_hash").notNull(),
    chainHash: text("chain_hash").notNull(),
    sealedAt: timestamp("sealed_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (table) => [
    unique("audit_seal_once_per_event").on(table.eventId),
    check("audit_seal_positions_from_one", sql`${table.position} >= 1`),
  ],
);

/** Signed heads of the chain, at most one in ten seconds; each of them also goes to a file outside the database. */
export const auditCheckpoint = pgTable(
  "audit_checkpoint",
  {
    position: bigint("position", { mode: "number" }).notNull(),
    chainHash: text("chain_hash").notNull(),
    takenAt: timestamp("taken_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    /** First sixteen hexadecimal digits of the SHA-256 of the public key. */
    keyId: text("key_id").notNull(),
    signature: text("signature").notNull(),
  },
  (table) => [primaryKey({ name: "audit_checkpoint_once_per_position", columns: [table.position] })],
);

/**
 * What the nightly verification of the trail (P8) came to, and where one is that has not ended. Only a summary for readers: who owns the database can forge
 * it, so that it vouches for nothing; `npm run audit:verify` asks nobody.
 */
export const auditVerification = pgTable(
  "audit_verification",
  {
    id: bigint("id", { mode: "number" }).generatedAlwaysAsIdentity().primaryKey(),
    begunAt: instant("begun_at").notNull(),
    endedAt: instant("ended_at"),
    /** Where it goes on; plain data of the verifier's own. */
    state: jsonb("state").notNull(),
    /** The seals that were looked at, and when the newest of them was made. */
    position: bigint("position", { mode: "number" }).notNull().default(0),
    sealedUntil: instant("sealed_until"),
    /** The first hundred. */
    findings: jsonb("findings").$type<Array<{ kind: string; text: string }>>().notNull().default([]),
    findingCount: integer("finding_count").notNull().default(0),
    /** Why the last step could not be taken; null when it was. */
    failure: text("failure"),
  },
  (table) => [uniqueIndex("one_verification_at_a_time").on(sql`(${table.endedAt} is null)`).where(sql`${table.endedAt} is null`)],
);
