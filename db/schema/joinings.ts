import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { request } from "./requests.ts";
import { staff } from "./staff.ts";

/** What a request asks, as one value: two that are under way with the same one are the same form, sent twice (`app/domain/requests/same.ts`). */
export const requestLikeness = pgTable(
  "request_likeness",
  {
    requestId: uuid("request_id")
      .primaryKey()
      .references(() => request.id),
    /** SHA-256 of the type, the AGB code and the fields that the type declares; it says nothing about anybody. */
    key: text("key").notNull(),
  },
  (t) => [index("request_likeness_key").on(t.key)],
);

/** A request that is answered together with another one, the one that is kept; parted again, it goes its own way. */
export const requestJoining = pgTable(
  "request_joining",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    requestId: uuid("request_id")
      .notNull()
      .references(() => request.id),
    keptId: uuid("kept_id")
      .notNull()
      .references(() => request.id),
    joinedBy: uuid("joined_by")
      .notNull()
      .references(() => staff.id),
    joinedAt: instant("joined_at").notNull(),
    /** Null of what the office itself parted, for the kept one came to no answer. */
    partedBy: uuid("parted_by").references(() => staff.id),
    partedAt: instant("parted_at"),
  },
  (t) => [
    check("request_is_not_joined_to_itself", sql`${t.requestId} <> ${t.keptId}`),
    check("parted_by_whom_and_when", sql`${t.partedBy} is null or ${t.partedAt} is not null`),
    uniqueIndex("request_is_joined_to_one").on(t.requestId).where(sql`${t.partedAt} is null`),
    index("request_joining_kept").on(t.keptId).where(sql`${t.partedAt} is null`),
  ],
);
