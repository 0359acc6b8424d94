import { sql } from "drizzle-orm";
import { index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";

import { account } from "./accounts.ts";
import { instant } from "./columns.ts";
import { roleHolder } from "./organisations.ts";
import { request } from "./requests.ts";

/** What a request holds accounts blocked for, until it is decided (D16, D23): an account works when none of its blocks stands. */
export const accountBlock = pgTable(
  "account_block",
  {
    requestId: uuid("request_id")
      .notNull()
      .references(() => request.id),
    userNumber: text("user_number")
      .notNull()
      .references(() => account.userNumber),
    blockedAt: instant("blocked_at").notNull(),
    liftedAt: instant("lifted_at"),
  },
  (t) => [primaryKey({ columns: [t.requestId, t.userNumber] }), index("account_block_user_number").on(t.userNumber), index("account_block_stands").on(t.userNumber).where(sql`${t.liftedAt} is null`)],
);

/** Somebody with a role was credibly reported to have left or died (D16): until that comes to nothing, they are told and asked nothing. */
export const roleDeparture = pgTable(
  "role_departure",
  {
    requestId: uuid("request_id")
      .primaryKey()
      .references(() => request.id),
    roleHolderId: uuid("role_holder_id")
      .notNull()
      .references(() => roleHolder.id),
    reportedAt: instant("reported_at").notNull(),
    liftedAt: instant("lifted_at"),
  },
  (t) => [index("role_departure_holder").on(t.roleHolderId).where(sql`${t.liftedAt} is null`)],
);
