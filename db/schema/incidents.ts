import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";

import { letterReturn } from "./accounts.ts";
import { instant } from "./columns.ts";
import { staff } from "./staff.ts";

export const INCIDENT_KINDS = ["letter-opened", "sent-to-another", "seen-by-another", "lost", "misuse", "other"] as const;
export const INCIDENT_OUTCOMES = ["told", "not-needed"] as const;

/**
 * The register of breaches of personal data (AVG, article 33): what happened, to whom, what followed, what was done, and whether the supervisor was told, which
 * is due within 72 hours after it was discovered. Nothing is taken out of it.
 */
export const incident = pgTable(
  "incident",
  {
    /** Shown as "I-7". */
    number: bigint("number", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    id: uuid("id").notNull().defaultRandom().unique("incident_id_is_unique"),
    kind: text("kind", { enum: INCIDENT_KINDS }).notNull(),
    /** The returned letter that it came of, where it did. */
    letterReturnId: uuid("letter_return_id")
      .unique("letter_is_one_incident")
      .references(() => letterReturn.id),
    discoveredAt: instant("discovered_at").notNull(),
    registeredBy: uuid("registered_by")
      .notNull()
      .references(() => staff.id),
    registeredAt: instant("registered_at").notNull(),
    /** What happened, in words without names; empty where the letter says it all. */
    description: text("description").notNull().default(""),
    /** Of how many people; null until somebody has looked. */
    people: integer("people"),
    consequences: text("consequences"),
    measures: text("measures"),
    /** Whether the supervisor, and the people themselves, were told; and why, or why not. */
    authority: text("authority", { enum: INCIDENT_OUTCOMES }),
    authorityAt: instant("authority_at"),
    authorityWhy: text("authority_why"),
    persons: text("persons", { enum: INCIDENT_OUTCOMES }),
    personsWhy: text("persons_why"),
    assessedBy: uuid("assessed_by").references(() => staff.id),
    assessedAt: instant("assessed_at"),
  },
  (t) => [
    check("incident_is_not_found_before_it_was", sql`${t.discoveredAt} <= ${t.registeredAt}`),
    check("incident_says_what_happened", sql`${t.letterReturnId} is not null or ${t.description} <> ''`),
    check("incident_is_assessed_whole", sql`num_nonnulls(${t.people}, ${t.consequences}, ${t.measures}, ${t.authority}, ${t.authorityWhy}, ${t.persons}, ${t.personsWhy}, ${t.assessedBy}, ${t.assessedAt}) in (0, 9)`),
    check("supervisor_was_told_at_a_moment", sql`(${t.authority} is not distinct from 'told') = (${t.authorityAt} is not null)`),
    index("incident_open").on(t.discoveredAt).where(sql`${t.assessedAt} is null`),
  ],
);
