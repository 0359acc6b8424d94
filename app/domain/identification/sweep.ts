import { and, asc, eq, isNull, lte, not, notExists, notInArray, or } from "drizzle-orm";

import { identification, identificationOrder, identificationParty } from "#db/schema/identification.ts";
import { request } from "#db/schema/requests.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { endWhatBelongsTo } from "#app/domain/requests/close.ts";
import { partAllOf } from "#app/domain/requests/join.ts";
import { moveRequest } from "#app/domain/requests/move.ts";

import { awaitsResult } from "./appointment.ts";
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

/**
 * A link works until the last millisecond before `expiresAt`; from then on the request has lapsed (D9, D24), once AMP has had its days to say what came of an
 * appointment that was kept in time.
 */
async function lapseUnanswered(office: Office, now: Date): Promise<number> {
  return eachAlone({
    page: (but) =>
      office.db
        .select({ requestId: identification.requestId })
        .from(identification)
        .innerJoin(request, and(eq(request.id, identification.requestId), eq(request.status, "identifying")))
        .where(and(eq(identification.status, "open"), lte(identification.expiresAt, now), not(awaitsResult(now)), notInArray(identification.requestId, but)))
        .orderBy(asc(identification.expiresAt))
        .limit(AT_ONCE),
    id: ({ requestId }) => requestId,
    act: ({ requestId }) =>
      office.db.transaction(async (tx) => {
        await moveRequest(tx, { requestId, act: "lapse", now, when: eq(request.status, "identifying") });
        await endIdentification(tx, { requestId, status: "expired", now });
        await endWhatBelongsTo(tx, requestId, now);
        await partAllOf(tx, office, requestId, now);
        await record(tx, { now, actor: BY, act: "request.lapsed", subject: { kind: "request", id: requestId }, requestId, details: { stage: "identification" } });
        await office.queue.enqueue(tx, tellJob, { happening: "request.lapsed", requestId });
      }),
  });
}

/** One reminder, however many days were missed while nobody was there to send them. */
async function remindThoseAsked(office: Office, now: Date, days: readonly number[]): Promise<number> {
  if (days.length === 0) return 0;
  const waiting = await office.db
    .select({ party: identificationParty, round: identification })
    .from(identificationParty)
    .innerJoin(identification, eq(identification.id, identificationParty.identificationId))
    .innerJoin(request, and(eq(request.id, identification.requestId), eq(request.status, "identifying")))
    .where(
      and(
        eq(identification.status, "open"),
        isNull(identificationParty.result),
        isNull(identificationParty.deniedAt),
        // Whoever is waiting for AMP has done what we ask.
        notExists(office.db.select({ id: identificationOrder.id }).from(identificationOrder).where(and(eq(identificationOrder.partyId, identificationParty.id), isNull(identificationOrder.endedAt)))),
        // Only whose next reminder is due, so that those who wait for a later one never fill the batch.
        or(...days.map((day, sent) => and(eq(identificationParty.reminders, sent), lte(identification.openedAt, new Date(now.getTime() - day * DAY_MS))))),
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
      await record(tx, { now, actor: BY, act: "identification.reminded", subject: { kind: "identification-party", id: party.id }, requestId: round.requestId, details: { time: due } });
      await office.queue.enqueue(tx, tellJob, { happening: "identification.reminder", requestId: round.requestId, partyId: party.id, time: due });
      reminded += 1;
    });
  }
  return reminded;
}
