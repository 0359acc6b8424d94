import { and, eq, inArray } from "drizzle-orm";
import { expect } from "vitest";

import { sealEvents } from "#app/domain/audit/seal.ts";
import { keepFigures } from "#app/domain/dashboards/flow/keep.ts";
import { recountFigures, type Difference } from "#app/domain/dashboards/flow/recount.ts";
import { ALL, type Grain, type Measure } from "#app/domain/dashboards/flow/sums.ts";
import { CLOSED } from "#app/domain/requests/lifecycle.ts";
import { flowLife, flowSum } from "#db/schema/flow.ts";
import { request } from "#db/schema/requests.ts";

import type { TestOffice } from "./office.ts";

/** Seals what happened and counts it, as the worker does every second. */
export async function count(office: TestOffice, batch?: number): Promise<void> {
  await sealEvents(office.database.db, { ...office.made.audit, headEverySeconds: 0 });
  await keepFigures(office.database.db, { now: office.now(), ...(batch !== undefined && { batch }) });
}

/** What a recount says of the figures that are kept. */
export async function differences(office: TestOffice, mend = false): Promise<Difference[]> {
  const found: Difference[] = [];
  const { looked } = await recountFigures(office.database.db, { now: office.now(), mend, tell: (difference) => void found.push(difference) });
  expect(looked).toBe(true);
  return found;
}

/** The sums of one measure by value, over all weeks or months; of everything, or of one type, channel or segment. */
export async function sums(office: TestOffice, measure: Measure, of: { grain?: Grain; type?: string; channel?: string; segment?: string } = {}): Promise<Record<string, number>> {
  const { grain = "week", type = ALL, channel = ALL, segment = ALL } = of;
  const rows = await office.database.db
    .select()
    .from(flowSum)
    .where(and(eq(flowSum.grain, grain), eq(flowSum.type, type), eq(flowSum.channel, channel), eq(flowSum.segment, segment), eq(flowSum.measure, measure)));
  const amounts: Record<string, number> = {};
  for (const { value, amount } of rows) amounts[value] = (amounts[value] ?? 0) + amount;
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount > 0));
}

/** Holds what is counted of each request against the request itself, which says the same in other columns. */
export async function expectLivesLikeRequests(office: { database: Pick<TestOffice["database"], "db"> }): Promise<void> {
  const rows = await office.database.db.select({ row: request, kept: flowLife }).from(request).leftJoin(flowLife, eq(flowLife.requestId, request.id)).where(inArray(request.channel, ["online", "paper", "email", "phone", "portal"]));
  for (const { row, kept } of rows) {
    const closes = CLOSED.includes(row.status) ? row.status : undefined;
    // A proposal that waits for four eyes, or was cancelled while it did, is no decision.
    const counts = row.decision === "approve" && row.secondCheckRequired && row.secondBy === null ? null : row.decision;
    expect({ closed: kept?.life.closed?.as, decided: kept?.life.decided?.as ?? null, by: kept?.life.decided?.by ?? null, reason: kept?.life.decided?.reason ?? null }, `${row.id} ${row.status}`).toEqual({ closed: closes, decided: counts, by: counts ? row.decidedBy : null, reason: counts ? row.reasonCode : null });
  }
}
