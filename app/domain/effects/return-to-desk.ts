import { eq, isNull } from "drizzle-orm";

import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { TrailWhy } from "#app/domain/audit/names.ts";
import { record } from "#app/domain/audit/record.ts";
import { rulingDueAt } from "#app/domain/identification/term.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";
import { textAt } from "#app/domain/requests/answers.ts";
import { getRequest, UNDECIDED } from "#app/domain/requests/decide.ts";
import { lookUp } from "#app/domain/requests/facts.ts";
import { moveRequest } from "#app/domain/requests/move.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { screenRequest } from "#app/domain/requests/screen.ts";

/**
 * What was approved cannot be carried out, because the register moved meanwhile: another request was first. The decision is void, the rules judge
 * it again by what is there now, and the desk finds it on top of the queue. `why` is the problem's code; `also` is done in the same transaction. Throws `request.moved` when it was carried out.
 */
export async function returnToDesk(office: Office & { registers: Registers }, input: { requestId: string; why: TrailWhy; also?: (tx: Db) => Promise<void>; now: Date }): Promise<void> {
  const { requestId, why, also, now } = input;
  const before = await getRequest(office.db, requestId);
  const { about } = await requestTypeOf(office.db, before);
  // Asked outside the transaction: a slow register must not hold a lock.
  const looked = await lookUp(office.registers, { agbCode: textAt(before.answers, about.agbCode), kvkNumber: textAt(before.answers, about.kvkNumber) });
  await office.db.transaction(async (tx) => {
    const dueAt = await rulingDueAt(tx, before, now);
    const row = await moveRequest(tx, { requestId, act: "effect-returns", now, when: isNull(request.fulfilledAt), set: { ...UNDECIDED, identifiedAt: null, dueAt } });
    await also?.(tx);
    await screenRequest(tx, { row, looked, confirmed: true, now });
    // Whoever was promised this waits already.
    await tx.update(request).set({ priority: "high" }).where(eq(request.id, requestId));
    await record(tx, { now, actor: BY, act: "request.effect-returned", subject: { kind: "request", id: requestId }, requestId, details: { why } });
  });
}

const BY = inTrail(system("fulfilment"));
