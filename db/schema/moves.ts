import { sql } from "drizzle-orm";
import { check, date, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { agbCode, enterprise } from "./organisations.ts";
import { staff } from "./staff.ts";

/** An AGB code that goes from one enterprise to another on a day, as when practices merge: two people at the desk agree, and the register has to say so. */
export const practiceMove = pgTable(
  "practice_move",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    agbCode: text("agb_code")
      .notNull()
      .references(() => agbCode.code),
    fromEnterpriseId: uuid("from_enterprise_id")
      .notNull()
      .references(() => enterprise.id),
    toEnterpriseId: uuid("to_enterprise_id")
      .notNull()
      .references(() => enterprise.id),
    movesOn: date("moves_on").notNull(),
    reason: text("reason").notNull(),
    proposedBy: uuid("proposed_by")
      .notNull()
      .references(() => staff.id),
    proposedAt: instant("proposed_at").notNull(),
    outcome: text("outcome", { enum: ["approved", "refused", "withdrawn"] }),
    decidedBy: uuid("decided_by").references(() => staff.id),
    decidedAt: instant("decided_at"),
    /** What keeps it from being carried out on its day, as a problem's code; tried again until it is, or somebody withdraws it. */
    heldBy: text("held_by"),
    triedAt: instant("tried_at"),
    carriedOutAt: instant("carried_out_at"),
    /** How many accounts and open requests went along. */
    accounts: integer("accounts"),
    requests: integer("requests"),
  },
  (t) => [
    check("code_moves_to_another_enterprise", sql`${t.fromEnterpriseId} <> ${t.toEnterpriseId}`),
    check("second_check_of_a_move", sql`${t.outcome} is null or ${t.outcome} = 'withdrawn' or ${t.decidedBy} <> ${t.proposedBy}`),
    check("move_is_decided_whole", sql`num_nonnulls(${t.outcome}, ${t.decidedBy}, ${t.decidedAt}) in (0, 3)`),
    check("only_an_approved_move_is_carried_out", sql`${t.carriedOutAt} is null or (${t.outcome} is not distinct from 'approved' and num_nonnulls(${t.accounts}, ${t.requests}) = 2)`),
    uniqueIndex("one_open_move_per_agb_code").on(t.agbCode).where(sql`${t.outcome} is null or (${t.outcome} = 'approved' and ${t.carriedOutAt} is null)`),
    index("practice_move_due").on(t.movesOn).where(sql`${t.outcome} = 'approved' and ${t.carriedOutAt} is null`),
  ],
);
