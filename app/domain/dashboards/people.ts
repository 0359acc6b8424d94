import { and, isNotNull, sql } from "drizzle-orm";

import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { namesOfStaff } from "#app/domain/access/directory.ts";
import { literally } from "#app/domain/requests/narrow.ts";

import type { FigureFilter } from "./now.ts";
import { readTally, type Span, type Stretch } from "./flow/read.ts";

/** What one member of staff has in hand now, and decided in a stretch of time; `name` is null of who left no name. */
export type Workload = { id: string; name: string | null; inHand: number; decided: number; second: number };

export type People = { present: Stretch; staff: Workload[]; waiting: { unassigned: number; fourEyes: number } };

/**
 * Who has what in hand and has done what (reference 7, metric 14), by name and not by amount: to share work out, not to rank. Decisions are those that hold, as `countsOf` counts them;
 * what is in hand and what waits is counted now, whatever the filter.
 */
export async function readPeople(db: Db, { filter, span, now }: { filter: FigureFilter; span: Span; now: Date }): Promise<People> {
  const [{ present, tally }, hands, waiting] = await Promise.all([readTally(db, { filter, span, now, measures: ["decider", "second"] }), inHand(db), readWaiting(db)]);
  const [decided, second] = [tally.get("decider") ?? new Map<string, number>(), tally.get("second") ?? new Map<string, number>()];
  const ids = [...new Set([...hands.keys(), ...decided.keys(), ...second.keys()])];
  const names = await namesOfStaff(db, ids);
  const staff = ids.map((id) => ({ id, name: names.get(id) ?? null, inHand: hands.get(id) ?? 0, decided: decided.get(id) ?? 0, second: second.get(id) ?? 0 }));
  const worked = staff.filter((one) => one.inHand + one.decided + one.second > 0);
  return { present, staff: worked.sort((one, other) => (one.name ?? "\uffff").localeCompare(other.name ?? "\uffff")), waiting };
}

/** Along the index of what somebody has claimed. */
async function inHand(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .select({ id: request.claimedBy, amount: sql<string>`count(*)` })
    .from(request)
    .where(and(isNotNull(request.claimedBy), sql`${request.status} in ${literally(["in-review"])}`))
    .groupBy(request.claimedBy);
  return new Map(rows.map(({ id, amount }) => [id ?? "", Number(amount)]));
}

async function readWaiting(db: Db): Promise<People["waiting"]> {
  const rows = await db
    .select({ status: request.status, amount: sql<string>`count(*)` })
    .from(request)
    .where(sql`${request.status} in ${literally(["submitted", "second-check"])}`)
    .groupBy(request.status);
  const amount = (status: string) => Number(rows.find((row) => row.status === status)?.amount ?? 0);
  return { unassigned: amount("submitted"), fourEyes: amount("second-check") };
}
