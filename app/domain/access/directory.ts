import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { z } from "zod";

import { preparedFor } from "#db/prepared.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";

import type { StaffMember } from "./roles.ts";
import { rolesHeld } from "./staff-roles.ts";

/** Who works here, by name. */
export async function listStaff(db: Db): Promise<StaffMember[]> {
  return (await everybody(db).execute()).map(memberOf);
}

const everybody = preparedFor((db) => db.select().from(staff).where(eq(staff.active, true)).orderBy(asc(staff.createdAt), asc(staff.name)).prepare("everybody"));

/** One person who works here; null for an unknown id and for who left. */
export async function findStaff(db: Db, id: string): Promise<StaffMember | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const [row] = await somebody(db).execute({ id });
  return row ? memberOf(row) : null;
}

const somebody = preparedFor((db) =>
  db
    .select()
    .from(staff)
    .where(and(eq(staff.id, sql.placeholder("id")), eq(staff.active, true)))
    .prepare("somebody"),
);

/** A row as the rest of the house knows somebody. */
export function memberOf(row: typeof staff.$inferSelect): StaffMember {
  return { id: row.id, name: row.name, roles: rolesHeld(row) };
}

/** What people who work or worked here are called, by id; other ids are left out. */
export async function namesOfStaff(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const known = [...new Set(ids)].filter((id) => z.uuid().safeParse(id).success);
  if (known.length === 0) return new Map();
  const rows = await db.select({ id: staff.id, name: staff.name }).from(staff).where(inArray(staff.id, known));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
