import { sql } from "drizzle-orm";
import { check, date, pgTable, text, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { staff } from "./staff.ts";

/** Who gets a page of figures every week, and which: one for each member of staff. Who stops has no row; the trail says since when, until when and why not any more. */
export const weeklyFigures = pgTable(
  "weekly_figures",
  {
    staffId: uuid("staff_id")
      .primaryKey()
      .references(() => staff.id),
    view: text("view", { enum: ["now", "flow", "rules"] }).notNull(),
    /** How far back, of what looks back. */
    span: text("span").notNull(),
    type: text("type"),
    channel: text("channel"),
    segment: text("segment"),
    /** In which the page was read when it was asked for: of staff we know no other (D22). */
    language: text("language", { enum: ["nl", "en"] }).notNull(),
    askedAt: instant("asked_at").notNull(),
    /** The Monday of the last week for which it needs no e-mail any more: one was made, or its morning had passed when it was asked for. */
    lastWeek: date("last_week").notNull(),
  },
  (t) => [check("week_begins_on_monday", sql`extract(isodow from ${t.lastWeek}) = 1`)],
);
