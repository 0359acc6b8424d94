import { and, asc, eq, isNull, lt, lte } from "drizzle-orm";

import { identification, identificationParty } from "#db/schema/identification.ts";
import { request } from "#db/schema/requests.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { endWhatBelongsTo } from "#app/domain/requests/close.ts";
import { moveRequest } from "#app/domain/requests/move.ts";

import { endIdentification } from "./open.ts";
import { giveUpLostAnswers } from "./visit.ts";

const DAY_MS = 86_400_000;
const AT_ONCE = 200;
const BY = inTrail(system("identification-sweep"));

/**
 * What time brings to identifications: reminders on the policy's days after the question, the end of the request when nobody came in time,
 * and visits to a bank whose answer was lost. Runs every few seconds, in any number of processes: each effect happens once (P15).
 */
export async function sweepIdentifications(office: Office, input: { now: Date; reminderDays: readonly number[] }): Promise<{ reminded: number; lapsed: number; lost: number }> {
  const lost = await giveUpLost(office, input.now);
  const lapsed = await lapseUnanswered(office, input.now);
  const reminded = await remindThoseAsked(office, input.now, [...input.reminderDays].sort((a, b) => a - b));
  return { reminded, lapsed, lost };
}

async function giveUpLost(office: Office, now: Date): Promise<number> {
  return office.db.transaction(async (tx) => {
    const lost = await giveUpLostAnswers(tx, null, now);
    for (const id of lost) await record(tx, { now, actor: BY, act: "identification.lost", subject: { kind: "identification-attempt", id } });
    return lost.length;
  });
}

/** A link works until the last millisecond before `expiresAt`; from then on the request has lapsed (D9, D24). */
async function lapseUnanswered(office: Office, now: Date): Promise<number> {
  const due = await office.db
    .select({ requestId: identification.requestId })
    .from(identification)
    .innerJoin(request, and(eq(request.id, identification.requestId), eq(request.status, "identifying")))
    .where(and(eq(identification.status, "open"), lte(identification.expiresAt, now)))
    .orderBy(asc(identification.expiresAt))
    .limit(AT_ONCE);
  return eachAlone(due, async ({ requestId }) => {
    await office.db.transaction(async (tx) => {
      await moveRequest(tx, { requestId, act: "lapse", now, when: eq(request.status, "identifying") });
      await endIdentification(tx, { requestId, status: "expired", now });
      await endWhatBelongsTo(tx, requestId, now);
      await record(tx, { now, actor: BY, act: "request.lapsed", subject: { kind: "request", id: requestId }, requestId, details: { stage: "identification" } });
      await office.queue.enqueue(tx, tellJob, { happening: "request.lapsed", requestId });
    });
  });
}

/** One reminder, however many days were missed while nobody was there to send them. */
async function remindThoseAsked(office: Office, now: Date, days: readonly number[]): Promise<number> {
  const [first] = days;
  if (first === undefined) return 0;
  const waiting = await office.db
    .select({ party: identificationParty, round: identification })
    .from(identificationParty)
    .innerJoin(identification, eq(identification.id, identificationParty.identificationId))
    .innerJoin(request, and(eq(request.id, identification.requestId), eq(request.status, "identifying")))
    .where(
      and(
        eq(identification.status, "open"),
        lte(identification.openedAt, new Date(now.getTime() - first * DAY_MS)),
        isNull(identificationParty.result),
        isNull(identificationParty.deniedAt),
        lt(identificationParty.reminders, days.length),
      ),
    )
    .orderBy(asc(identification.openedAt))
    .limit(AT_ONCE * 5);
  let reminded = 0;
  for (const { party, round } of waiting) {
    const due = days.filter((day) => round.openedAt.getTime() + day * DAY_MS <= now.getTime()).length;
    if (due <= party.reminders) continue;
    await office.db.transaction(async (tx) => {
      const [mine] = await tx
        .update(identificationParty)
        .set({ reminders: due })
        .where(and(eq(identificationParty.id, party.id), eq(identificationParty.reminders, party.reminders), isNull(identificationParty.result)))
        .returning({ id: identificationParty.id });
      if (!mine) return;
      await office.queue.enqueue(tx, tellJob, { happening: "identification.reminder", requestId: round.requestId, partyId: party.id, time: due });
      reminded += 1;
    });
  }
  return reminded;
}
