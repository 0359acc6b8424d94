import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
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
