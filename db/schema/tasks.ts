import { sql } from "drizzle-orm";
import { check, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";

import { account } from "./accounts.ts";
import { instant } from "./columns.ts";
import { practiceMove } from "./moves.ts";
import { request } from "./requests.ts";
import { staff } from "./staff.ts";

/**
 * What staff do by hand because nothing does it by itself: made when a request is carried out and ticked off at the desk, or, for an account that a move between
 * enterprises took along, made with the move and ticked off there.
 */
export const manualTask = pgTable(
  "manual_task",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    requestId: uuid("request_id").references(() => request.id),
    moveId: uuid("move_id").references(() => practiceMove.id),
    userNumber: text("user_number").references(() => account.userNumber),
    /** Which one, as the request type names it; what to do stands in the texts under that name. */
    task: text("task").notNull(),
    madeAt: instant("made_at").notNull(),
    doneBy: uuid("done_by").references(() => staff.id),
    doneAt: instant("done_at"),
    note: text("note"),
  },
  (t) => [
    unique("request_makes_each_task_once").on(t.requestId, t.task),
    unique("move_makes_each_task_once").on(t.moveId, t.userNumber, t.task),
    check("task_comes_of_a_request_or_a_move", sql`num_nonnulls(${t.requestId}, ${t.moveId}) = 1 and (${t.moveId} is null) = (${t.userNumber} is null)`),
    check("task_is_done_by_somebody", sql`(${t.doneBy} is null) = (${t.doneAt} is null)`),
    index("manual_task_open").on(t.madeAt).where(sql`${t.doneAt} is null`),
  ],
);
