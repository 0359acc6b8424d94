import { sql } from "drizzle-orm";
import { boolean, check, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";
import { staff } from "./staff.ts";

/** A list of the desk that somebody gave a name: of their own, or of the team. What it lists is an address, as the list's own links have it. */
export const deskView = pgTable(
  "desk_view",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    name: text("name").notNull(),
    /** Who made it. */
    staffId: uuid("staff_id")
      .notNull()
      .references(() => staff.id),
    ofTeam: boolean("of_team").notNull().default(false),
    /** The search of its address, such as "view=all&type=new-user". */
    search: text("search").notNull(),
    madeAt: instant("made_at").notNull(),
  },
  (t) => [
    check("desk_view_has_a_name", sql`length(trim(${t.name})) between 1 and 40`),
    check("desk_view_is_one_list", sql`length(${t.search}) between 1 and 500`),
    uniqueIndex("own_desk_view_has_its_own_name").on(t.staffId, sql`lower(${t.name})`).where(sql`not ${t.ofTeam}`),
    uniqueIndex("team_desk_view_has_its_own_name").on(sql`lower(${t.name})`).where(sql`${t.ofTeam}`),
  ],
);

/** How somebody has arranged the desk; who arranged nothing has no row. */
export const deskPreference = pgTable(
  "desk_preference",
  {
    staffId: uuid("staff_id")
      .primaryKey()
      .references(() => staff.id),
    /** Columns of the list that this person left out. */
    hidden: jsonb("hidden").$type<string[]>().notNull().default([]),
    density: text("density", { enum: ["comfortable", "compact"] }).notNull().default("comfortable"),
    /** Whether single letters do something (WCAG 2.1.4). */
    singleKeys: boolean("single_keys").notNull().default(true),
    /** The view on which the desk opens; null for the office's own choice. */
    opensOn: uuid("opens_on").references(() => deskView.id, { onDelete: "set null" }),
  },
  (t) => [check("desk_density_is_known", sql`${t.density} in ('comfortable', 'compact')`)],
);
