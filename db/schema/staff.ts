import { bigint, boolean, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";

import { instant } from "./columns.ts";

/** Who works here. Demonstration people exist in demonstration mode only. */
export const staff = pgTable("staff", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  email: text("email").notNull().unique("staff_email_is_unique"),
  roles: jsonb("roles").$type<string[]>().notNull(),
  active: boolean("active").notNull().default(true),
  demonstration: boolean("demonstration").notNull().default(false),
  createdAt: instant("created_at").notNull(),
});

/** Tries of what can be guessed, per key and window; counted in the database so that every process sees the same. */
export const tryCount = pgTable("try_count", {
  key: text("key").primaryKey(),
  points: integer("points").notNull(),
  windowEndsAt: instant("window_ends_at").notNull(),
});

/** Settings of the installation, such as the demonstration clock's offset. */
export const officeSetting = pgTable("office_setting", {
  key: text("key").primaryKey(),
  value: jsonb("value").notNull(),
  version: bigint("version", { mode: "number" }).notNull().default(1),
});
