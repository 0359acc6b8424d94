import { sql } from "drizzle-orm";
import { bigint, check, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { staff } from "./staff.ts";

/**
 * A key of the print room, by its RFC 7638 thumbprint: its public half is or was in the office's settings, its private half only the print room has. A key
 * that is lost opens nothing any more, and nothing is sealed for it again.
 */
export const printRoomKey = pgTable(
  "print_room_key",
  {
    id: text("id").primaryKey(),
    takenIntoUseAt: instant("taken_into_use_at").notNull(),
    lostAt: instant("lost_at"),
    lostBy: uuid("lost_by").references(() => staff.id),
    lostReason: text("lost_reason"),
  },
  (t) => [
    check("key_id_is_a_thumbprint", sql`${t.id} ~ '^[A-Za-z0-9_-]{43}$'`),
    check("key_is_lost_when_by_whom_and_why", sql`num_nonnulls(${t.lostAt}, ${t.lostBy}, ${t.lostReason}) in (0, 3)`),
  ],
);

/** A batch of letters that was made ready in the print room: all of them sealed for one key, so that one key file opens it. */
export const printBatch = pgTable(
  "print_batch",
  {
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    madeBy: uuid("made_by")
      .notNull()
      .references(() => staff.id),
    madeAt: instant("made_at").notNull(),
    /** The colleague who took it over from the maker: from then on only they open and settle it. */
    takenOverBy: uuid("taken_over_by").references(() => staff.id),
    takenOverAt: instant("taken_over_at"),
    closedAt: instant("closed_at"),
    keyId: text("key_id")
      .notNull()
      .references(() => printRoomKey.id),
  },
  (t) => [
    unique("batch_has_one_key").on(t.number, t.keyId),
    check("batch_taken_over_by_whom_and_when", sql`(${t.takenOverBy} is null) = (${t.takenOverAt} is null)`),
  ],
);
