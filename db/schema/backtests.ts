import { sql } from "drizzle-orm";
import { bigint, check, date, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { release } from "./definitions.ts";
import { staff } from "./staff.ts";
import { definitionChange } from "./studio.ts";

/**
 * A change tried on the requests of a period: how they would have been judged. It holds sums and ids of requests, and nothing that anybody filled in. What it was tried with is known by
 * its hash, so that a result of another draft, or beside another release, is told apart.
 */
export const definitionBacktest = pgTable(
  "definition_backtest",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    changeId: uuid("change_id")
      .notNull()
      .references(() => definitionChange.id),
    /** Of what the change held, and the release that held then. */
    changeHash: text("change_hash").notNull(),
    releaseId: bigint("release_id", { mode: "number" })
      .notNull()
      .references(() => release.id),
    /** By the day on which requests were sent in, both included. */
    fromDay: date("from_day").notNull(),
    untilDay: date("until_day").notNull(),
    /** The day whose policies both sides have. */
    policiesOn: date("policies_on").notNull(),
    /** Rule sets of the change of which nothing could be tried. */
    passedOver: jsonb("passed_over").$type<string[]>().notNull(),
    begunBy: uuid("begun_by")
      .notNull()
      .references(() => staff.id),
    begunAt: instant("begun_at").notNull(),
    /** Requests to read; null until they are counted. */
    total: integer("total"),
    done: integer("done").notNull().default(0),
    /** The last request that is in the tally; written together with it, so that none is counted twice. */
    cursorAt: instant("cursor_at"),
    cursorId: uuid("cursor_id"),
    tally: jsonb("tally").notNull(),
    revision: integer("revision").notNull().default(0),
    cancelledBy: uuid("cancelled_by").references(() => staff.id),
    endedAt: instant("ended_at"),
    /** The code of why it could not go on; null when it was done or cancelled. */
    stoppedBy: text("stopped_by"),
  },
  (t) => [
    check("backtest_period_is_in_order", sql`${t.fromDay} <= ${t.untilDay}`),
    check("backtest_cursor_is_whole", sql`(${t.cursorAt} is null) = (${t.cursorId} is null)`),
    check("cancelled_backtest_has_ended", sql`${t.cancelledBy} is null or ${t.endedAt} is not null`),
    check("stopped_backtest_has_ended", sql`${t.stoppedBy} is null or (${t.endedAt} is not null and ${t.cancelledBy} is null)`),
    uniqueIndex("one_backtest_of_a_change_at_a_time").on(t.changeId).where(sql`${t.endedAt} is null`),
    index("backtest_of_change").on(t.changeId, t.begunAt),
  ],
);
