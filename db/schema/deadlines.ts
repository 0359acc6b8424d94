import { date, pgTable } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";

/** The days on which the message of the morning was made: each once. */
export const deadlineDigest = pgTable("deadline_digest", {
  day: date("day").primaryKey(),
  madeAt: instant("made_at").notNull(),
});
