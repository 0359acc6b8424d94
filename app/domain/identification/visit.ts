import { and, eq, lt } from "drizzle-orm";

import { identificationAttempt } from "#db/schema/identification.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import type { Link } from "#app/domain/access/links.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Office } from "#app/domain/office.ts";
import type { Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { referenceOf } from "#app/domain/requests/reference.ts";

import { actorOf, ANSWER_LOST_AFTER_MS, getAsked, isRunning } from "./asked.ts";
import type { IdentityBroker } from "./ports.ts";
import { makeEntranceCode } from "./secrets.ts";

/**
 * Begins a visit to a bank and answers the bank's address. The attempt is stored before the bank hears of it, so that every visit that
 * could come back is known. Throws `identification.over`, `identification.confirm-first`, `identification.answered` (this person is done),
 * `identification.bank-unknown`, and what the broker throws.
 */
export async function startIdentification(
  office: Office,
  broker: IdentityBroker,
  input: { link: Link; issuerId: string; returnUrl: string; language: Language; now: Date },
): Promise<{ url: string }> {
  const { issuerId, returnUrl, language, now } = input;
  const issuers = await broker.listIssuers();
  if (!issuers.some(({ id }) => id === issuerId)) throw new Problem("identification.bank-unknown", { field: "issuerId" });

  const entranceCode = makeEntranceCode();
  const { attempt, asked } = await office.db.transaction(async (tx) => {
    const asked = await getAsked(tx, input.link.id, "lock");
    if (!isRunning(asked)) throw new Problem("identification.over");
    if (asked.stage === "confirm") throw new Problem("identification.confirm-first");
    if (asked.party.result !== null) throw new Problem("identification.answered");
    await giveUpLostAnswers(tx, asked.party.id, now);
    const [attempt] = await tx
      .insert(identificationAttempt)
      .values({ partyId: asked.party.id, issuerId, entranceCode, status: "starting", startedAt: now })
      .returning();
    if (!attempt) throw new Error("The visit to the bank was not stored.");
    return { attempt, asked };
  });

  const { id } = attempt;
  const begun = await broker
    .start({ issuerId, entranceCode, returnUrl, language, reference: referenceOf(asked.request.number) })
    .catch(async (error: unknown) => {
      await office.db.update(identificationAttempt).set({ status: "failure", finishedAt: now }).where(eq(identificationAttempt.id, id));
      throw error;
    });

  await office.db.transaction(async (tx) => {
    const { transactionId, merchantReference } = begun;
    await tx
      .update(identificationAttempt)
      .set({ status: "started", transactionId, merchantReference })
      .where(and(eq(identificationAttempt.id, id), eq(identificationAttempt.status, "starting")));
    await record(tx, {
      now,
      actor: inTrail(actorOf(asked.party)),
      act: "identification.started",
      subject: { kind: "identification-party", id: asked.party.id },
      requestId: asked.request.id,
      details: { attemptId: id, issuerId },
    });
  });
  return { url: begun.url };
}

type Tx = Parameters<typeof record>[0];

/** A bank gives its answer once. Whoever asked for it and died has taken it along: that visit is over, and a new one may begin. */
export async function giveUpLostAnswers(tx: Tx, partyId: string | null, now: Date): Promise<string[]> {
  const lost = await tx
    .update(identificationAttempt)
    .set({ status: "lost", finishedAt: now })
    .where(
      and(
        eq(identificationAttempt.status, "asking"),
        lt(identificationAttempt.returnedAt, new Date(now.getTime() - ANSWER_LOST_AFTER_MS)),
        partyId === null ? undefined : eq(identificationAttempt.partyId, partyId),
      ),
    )
    .returning({ id: identificationAttempt.id });
  return lost.map(({ id }) => id);
}
