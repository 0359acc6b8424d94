import { sql } from "drizzle-orm";
import { check, foreignKey, inet, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";

import { account } from "./accounts.ts";
import { instant } from "./columns.ts";
import { request } from "./requests.ts";

/** From where the software of a practice may use its certificate: one host each, and none of anybody else's account. */
export const registeredAddress = pgTable(
  "registered_address",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userNumber: text("user_number").notNull(),
    kind: text("kind", { enum: ["system"] }).notNull().default("system"),
    address: inet("address").notNull(),
    /** The request by which it was registered, and the one by which it was taken away. */
    requestId: uuid("request_id").references(() => request.id),
    registeredAt: instant("registered_at").notNull(),
    removedByRequestId: uuid("removed_by_request_id").references(() => request.id),
    removedAt: instant("removed_at"),
  },
  (t) => [
    foreignKey({ name: "only_software_has_registered_addresses", columns: [t.userNumber, t.kind], foreignColumns: [account.userNumber, account.kind] }),
    check("registered_address_is_of_software", sql`${t.kind} = 'system'`),
    check("registered_address_is_one_host", sql`masklen(${t.address}) = case family(${t.address}) when 4 then 32 else 128 end`),
    uniqueIndex("address_is_registered_once").on(t.userNumber, t.address).where(sql`${t.removedAt} is null`),
  ],
);
