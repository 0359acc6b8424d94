import { sql } from "drizzle-orm";
import { bigint, check, pgTable, text, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { release } from "./definitions.ts";
import { staff } from "./staff.ts";

/**
 * A blank form that was printed (R11): its code stands on it as a QR, so that whoever takes it in knows which form it is, and in which version it
 * was filled in. Nothing of whoever printed it is kept, unless that was a member of staff.
 */
export const printedForm = pgTable(
  "printed_form",
  {
    code: text("code").primaryKey(),
    type: text("type").notNull(),
    releaseId: bigint("release_id", { mode: "number" })
      .notNull()
      .references(() => release.id),
    printedBy: uuid("printed_by").references(() => staff.id),
    printedAt: instant("printed_at").notNull(),
  },
  (t) => [check("form_code_can_be_typed_over", sql`${t.code} ~ '^[2-9A-HJ-NP-Z]{12}$'`)],
);
