import { and, eq, isNull, lte } from "drizzle-orm";

import { request } from "#db/schema/requests.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { fulfilJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { RequestRow } from "#app/domain/requests/move.ts";

/** Whether the day has come on which the applicant wants it; without a day it may be at once. */
export function isDue({ carryOutOn }: Pick<RequestRow, "carryOutOn">, now: Date): boolean {
  return carryOutOn === null || carryOutOn <= officeDate(now);
}

/** Asks for what was approved for a later day to be carried out, once that day has come. Runs every few seconds; the job bears coming twice. */
export async function carryOutWhatIsDue(office: Office, now: Date): Promise<void> {
  const due = await office.db
    .select({ id: request.id })
    .from(request)
    .where(and(eq(request.status, "fulfilling"), isNull(request.fulfilledAt), lte(request.carryOutOn, officeDate(now))))
    .limit(100);
  for (const { id } of due) {
    await office.db.transaction((tx) => office.queue.enqueue(tx, fulfilJob, { requestId: id }, { singletonKey: id }));
  }
}
