import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { account } from "./accounts.ts";
import { instant } from "./columns.ts";
import { mail } from "./correspondence.ts";
import { roleHolder } from "./organisations.ts";
import { request } from "./requests.ts";
import { staff } from "./staff.ts";

/** An e-mail with a user number that did not arrive: until the number is on its way again, no PIN letter of that account is printed. */
export const undeliveredNumber = pgTable(
  "undelivered_number",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    mailId: uuid("mail_id")
      .notNull()
      .unique("mail_fails_once")
      .references(() => mail.id),
    requestId: uuid("request_id").references(() => request.id),
    userNumber: text("user_number")
      .notNull()
      .references(() => account.userNumber),
    /** The server would not take it, or took it and sent it back later. */
    cause: text("cause", { enum: ["refused", "returned"] }).notNull(),
    /** The enhanced status code of RFC 3463 that came with it, such as "5.1.1". */
    statusCode: text("status_code"),
    foundAt: instant("found_at").notNull(),
    /** To whom it goes instead, at the address that was registered then: a colleague has to agree where that needs a second check (D15). */
    proposedBy: uuid("proposed_by").references(() => staff.id),
    proposedAt: instant("proposed_at"),
    holderId: uuid("holder_id").references(() => roleHolder.id),
    address: text("address"),
    outcome: text("outcome", { enum: ["sent-again", "ended"] }),
    note: text("note"),
    closedBy: uuid("closed_by").references(() => staff.id),
    closedAt: instant("closed_at"),
  },
  (t) => [
    check("second_check_of_another_address", sql`${t.proposedBy} is null or ${t.closedBy} is null or ${t.outcome} = 'ended' or ${t.proposedBy} <> ${t.closedBy}`),
    check("number_goes_to_a_registered_address", sql`${t.outcome} is distinct from 'sent-again' or num_nonnulls(${t.holderId}, ${t.address}) = 2`),
    check("undelivered_is_closed_whole", sql`num_nonnulls(${t.outcome}, ${t.closedBy}, ${t.closedAt}) in (0, 3)`),
    uniqueIndex("number_is_undelivered_once").on(t.userNumber).where(sql`${t.closedAt} is null`),
    index("undelivered_given_up").on(t.requestId).where(sql`${t.outcome} = 'ended'`),
    index("undelivered_open").on(t.foundAt).where(sql`${t.closedAt} is null`),
  ],
);
