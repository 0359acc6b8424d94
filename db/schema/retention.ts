import { sql } from "drizzle-orm";
import { bigint, boolean, check, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { staff } from "./staff.ts";

/** One night in which the office cleared what it may keep no longer (D20), and how much that was; one at a time, and whichever process goes on with it. */
export const retentionRun = pgTable(
  "retention_run",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    begunAt: instant("begun_at").notNull(),
    endedAt: instant("ended_at"),
    requests: integer("requests").notNull().default(0),
    mails: integer("mails").notNull().default(0),
    events: integer("events").notNull().default(0),
    /** Requests that could not be cleared this night: they hold up no other, and the next night tries again. */
    passedOver: uuid("passed_over").array().notNull().default(sql`'{}'`),
    /** Why the last of those could not be, without anybody's data. */
    failure: text("failure"),
    /** Up to which request it came, in the order in which they ended, to the microsecond of the server. */
    reached: jsonb("reached").$type<{ closedAt: string; number: number }>(),
    /** It came to the last of them. */
    isThrough: boolean("is_through").notNull().default(false),
  },
  (t) => [uniqueIndex("one_retention_run_at_a_time").on(sql`(${t.endedAt} is null)`).where(sql`${t.endedAt} is null`)],
);

/** Somebody stopped the clearing, and why; until somebody lets it go on, nothing is cleared. */
export const retentionHalt = pgTable(
  "retention_halt",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    haltedBy: uuid("halted_by")
      .notNull()
      .references(() => staff.id),
    haltedAt: instant("halted_at").notNull(),
    reason: text("reason").notNull(),
    resumedBy: uuid("resumed_by").references(() => staff.id),
    resumedAt: instant("resumed_at"),
  },
  (t) => [
    uniqueIndex("retention_is_halted_once").on(sql`(${t.resumedAt} is null)`).where(sql`${t.resumedAt} is null`),
    check("halt_has_a_reason", sql`btrim(${t.reason}) <> ''`),
    check("halt_ends_by_somebody", sql`(${t.resumedBy} is null) = (${t.resumedAt} is null)`),
  ],
);
