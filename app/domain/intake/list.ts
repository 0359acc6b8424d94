import { asc, desc, eq } from "drizzle-orm";

import { intake } from "#db/schema/intake.ts";
import { draft, request } from "#db/schema/requests.ts";
import { staff } from "#db/schema/staff.ts";
import type { Db } from "#db/types.ts";
import { Problem } from "#app/domain/problem.ts";

import type { Intake } from "./begin.ts";

/** One that came in; throws `intake.unknown`. */
export async function getIntake(db: Db, intakeId: string): Promise<Intake> {
  const [found] = await db.select().from(intake).where(eq(intake.id, intakeId));
  if (!found) throw new Problem("intake.unknown");
  return found;
}

export type OpenIntake = Intake & { type: string | null; begunByName: string };

/** What still lies open, the longest first: the term of the request runs since its receipt. */
export async function listOpen(db: Db): Promise<OpenIntake[]> {
  const rows = await db
    .select({ one: intake, type: draft.type, begunByName: staff.name })
    .from(intake)
    .innerJoin(staff, eq(staff.id, intake.begunBy))
    .leftJoin(draft, eq(draft.id, intake.draftId))
    .where(eq(intake.status, "open"))
    .orderBy(asc(intake.receivedAt), asc(intake.id))
    .limit(200);
  return rows.map(({ one, ...rest }) => ({ ...one, ...rest }));
}

/** What became of one that no longer lies open, with the request that it belongs to now; null for any other. */
export async function findClosed(db: Db, intakeId: string): Promise<{ sender: string; status: "registered" | "attached" | "dropped"; request: { id: string; number: number } | null } | null> {
  const [found] = await db
    .select({ sender: intake.sender, status: intake.status, requestId: request.id, number: request.number })
    .from(intake)
    .leftJoin(request, eq(request.id, intake.requestId))
    .where(eq(intake.id, intakeId));
  if (!found || found.status === "open") return null;
  const { sender, status, requestId, number } = found;
  return { sender, status, request: requestId !== null && number !== null ? { id: requestId, number } : null };
}

/** What came in for a request, the last first, with who signed, checked and destroyed. */
export async function listIntakesOf(db: Db, requestId: string): Promise<Intake[]> {
  return db.select().from(intake).where(eq(intake.requestId, requestId)).orderBy(desc(intake.begunAt), desc(intake.id));
}

/** The request of a number, where there is one. */
export async function findRequestNumbered(db: Db, number: number | null): Promise<{ id: string; number: number; enterpriseId: string | null; agbCode: string | null } | null> {
  const [found] = number === null ? [] : await db.select({ id: request.id, number: request.number, enterpriseId: request.enterpriseId, agbCode: request.agbCode }).from(request).where(eq(request.number, number));
  return found ?? null;
}
