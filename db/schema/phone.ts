import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";

import { account } from "./accounts.ts";
import { instant } from "./columns.ts";
import { roleHolder } from "./organisations.ts";
import { request, requestQuestion } from "./requests.ts";
import { staff } from "./staff.ts";

/** An answer that an applicant gave by phone, as a member of staff wrote it down: sent to the applicant, who says that it is right or what it has to be. */
export const phoneAnswer = pgTable(
  "phone_answer",
  {
    questionId: uuid("question_id")
      .primaryKey()
      .references(() => requestQuestion.id),
    requestId: uuid("request_id")
      .notNull()
      .references(() => request.id),
    takenBy: uuid("taken_by")
      .notNull()
      .references(() => staff.id),
    takenAt: instant("taken_at").notNull(),
    confirmedAt: instant("confirmed_at"),
    /** What it has to be instead, in the applicant's own words. */
    correction: text("correction"),
    correctedAt: instant("corrected_at"),
  },
  (t) => [
    check("phone_answer_is_right_or_corrected", sql`${t.confirmedAt} is null or ${t.correctedAt} is null`),
    check("correction_has_a_moment", sql`(${t.correction} is null) = (${t.correctedAt} is null)`),
    index("phone_answer_request").on(t.requestId),
  ],
);

/**
 * A call in which somebody reported an account in urgent need of blocking (D23), and the call back that made it credible: at a number from our own
 * register, never at one that the caller gave. Without a call back there is no row, and so no block.
 */
export const urgentCall = pgTable(
  "urgent_call",
  {
    /** Given out with the page, so that one form sent twice is one call. */
    id: uuid("id").primaryKey(),
    requestId: uuid("request_id")
      .notNull()
      .unique("request_has_one_call")
      .references(() => request.id),
    userNumber: text("user_number")
      .notNull()
      .references(() => account.userNumber),
    caller: text("caller").notNull(),
    said: text("said").notNull(),
    /** Who was called back; null for the user of the account. */
    holderId: uuid("holder_id").references(() => roleHolder.id),
    /** The number as the register had it, and when it last changed. */
    number: text("number").notNull(),
    numberChangedAt: instant("number_changed_at"),
    calledBackAt: instant("called_back_at").notNull(),
    answeredBy: text("answered_by").notNull(),
    takenBy: uuid("taken_by")
      .notNull()
      .references(() => staff.id),
    takenAt: instant("taken_at").notNull(),
  },
  (t) => [
    check("call_was_answered", sql`btrim(${t.answeredBy}) <> '' and btrim(${t.caller}) <> '' and btrim(${t.said}) <> ''`),
    check("called_back_before_it_counted", sql`${t.calledBackAt} <= ${t.takenAt}`),
    index("urgent_call_user_number").on(t.userNumber),
  ],
);
