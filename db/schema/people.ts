import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { request } from "./requests.ts";
import { staff } from "./staff.ts";

/**
 * One of several people whom one request is about (R108), with what was decided about them; a request about one has none, and is decided as a whole. No account
 * is made for whom was not approved: two triggers beside the constraints hold that.
 */
export const requestPerson = pgTable(
  "request_person",
  {
    requestId: uuid("request_id")
      .notNull()
      .references(() => request.id),
    /** The place on the form, from 1; also that of the account. */
    position: integer("position").notNull(),
    name: text("name").notNull(),
    decision: text("decision", { enum: ["approve", "reject"] }),
    decidedBy: uuid("decided_by").references(() => staff.id),
    decidedAt: instant("decided_at"),
    reasonCode: text("reason_code"),
  },
  (t) => [
    primaryKey({ columns: [t.requestId, t.position] }),
    check("person_has_a_place", sql`${t.position} >= 1`),
    check("person_is_rejected_with_a_reason", sql`(${t.decision} is not distinct from 'reject') = (${t.reasonCode} is not null)`),
    check("person_is_decided_by_somebody", sql`num_nonnulls(${t.decision}, ${t.decidedBy}, ${t.decidedAt}) in (0, 3)`),
    index("request_person_search").using("gin", sql`lower(${t.name}) gin_trgm_ops`),
    index("request_person_words").using("gin", sql`string_to_array(lower(${t.name}), ' ')`),
  ],
);
