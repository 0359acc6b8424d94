import { sql } from "drizzle-orm";
import { bigint, check, date, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { account } from "./accounts.ts";
import { instant } from "./columns.ts";
import { agbCode, enterprise } from "./organisations.ts";

/** One daily walk along the registers, in batches: it can be stopped, and goes on where it was. */
export const registerCheck = pgTable(
  "register_check",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    begunAt: instant("begun_at").notNull(),
    endedAt: instant("ended_at"),
    /** The last that was looked up: "agb:12345678", then "kvk:68750110"; empty at the beginning. */
    position: text("position").notNull().default(""),
    checked: integer("checked").notNull().default(0),
    /** Replies that could not be read; nothing follows from them. */
    unread: integer("unread").notNull().default(0),
    /** Why it stands still, and until when: a register does not answer. */
    failure: text("failure"),
    waitUntil: instant("wait_until"),
  },
  (t) => [uniqueIndex("one_register_check_at_a_time").on(sql`(${t.endedAt} is null)`).where(sql`${t.endedAt} is null`), check("register_check_waits_with_a_reason", sql`(${t.failure} is null) = (${t.waitUntil} is null)`)],
);

/** What a register says has ended or will end, or does not know any more, of what we have registered; until it says otherwise. */
export const registerEnding = pgTable(
  "register_ending",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    enterpriseId: uuid("enterprise_id")
      .notNull()
      .references(() => enterprise.id),
    /** Null of a KvK registration, which is the enterprise's. */
    agbCode: text("agb_code").references(() => agbCode.code),
    /** Null of what the register does not know any more: that is for somebody to look at, and ends nothing by itself. */
    endsOn: date("ends_on"),
    foundAt: instant("found_at").notNull(),
    /** When a register last said so. */
    seenAt: instant("seen_at").notNull(),
    /** The day from which its accounts are blocked. */
    blockOn: date("block_on"),
    blockedAt: instant("blocked_at"),
    /** When the register said otherwise: it was a mistake, or was put off. */
    clearedAt: instant("cleared_at"),
  },
  (t) => [
    uniqueIndex("one_ending_per_agb_code").on(t.agbCode).where(sql`${t.clearedAt} is null and ${t.agbCode} is not null`),
    uniqueIndex("one_ending_per_enterprise").on(t.enterpriseId).where(sql`${t.clearedAt} is null and ${t.agbCode} is null`),
    check("ending_blocks_after_its_day", sql`(${t.endsOn} is null) = (${t.blockOn} is null) and (${t.blockOn} is null or ${t.blockOn} > ${t.endsOn})`),
    check("only_what_ended_blocks", sql`${t.blockedAt} is null or ${t.endsOn} is not null`),
    index("register_ending_open").on(t.blockOn).where(sql`${t.clearedAt} is null`),
  ],
);

/** What an ending holds accounts blocked for, until the register says otherwise. */
export const endingBlock = pgTable(
  "ending_block",
  {
    endingId: uuid("ending_id")
      .notNull()
      .references(() => registerEnding.id),
    userNumber: text("user_number")
      .notNull()
      .references(() => account.userNumber),
    blockedAt: instant("blocked_at").notNull(),
    liftedAt: instant("lifted_at"),
  },
  (t) => [primaryKey({ columns: [t.endingId, t.userNumber] }), index("ending_block_user_number").on(t.userNumber)],
);
