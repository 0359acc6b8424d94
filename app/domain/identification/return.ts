import { setTimeout as pause } from "node:timers/promises";

import { and, eq } from "drizzle-orm";

import { identificationAttempt } from "#db/schema/identification.ts";
import type { Db } from "#db/types.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import type { Office } from "#app/domain/office.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";

import { actorOf, type Asked, type Attempt, getAskedParty, isRunning } from "./asked.ts";
import { compareIdentity, type Comparison } from "./compare.ts";
import type { BankAnswer, BankResult, IdentityBroker } from "./ports.ts";
import { takeResult } from "./result.ts";
import { hashBin, sealAnswer } from "./secrets.ts";

/** Pauses before the bank is asked again while it says "open"; together well within the 30 seconds that iDIN gives. */
const PAUSES_MS = [400, 800, 1500, 2500, 4000] as const;

export type ReturnOutcome = {
  /** What came of this visit; "over" when the question was settled or withdrawn while the person was at the bank. */
  kind: "match" | "near" | "mismatch" | "cancelled" | "expired" | "failure" | "lost" | "over";
  /** The link that asked this person, for the way back. */
  linkId: string;
  /** Whether the request now goes on. */
  completed: boolean;
};

/**
 * Somebody comes back from their bank. The entrance code ties the browser to the visit; of several who come with it one gets the answer, and
 * the others `identification.returned-before`. The bank is asked at once and once, and its answer and what follows from it are stored in one
 * transaction: if we die in between, the visit is visibly lost and a new one may begin (`giveUpLostAnswers`).
 * Throws `identification.return-unknown` for a code or transaction that are not ours, or not each other's.
 */
export async function returnFromBank(
  office: Office,
  means: { broker: IdentityBroker; secret: string; pauses?: readonly number[] },
  input: { transactionId: string; entranceCode: string; now: Date },
): Promise<ReturnOutcome> {
  const { attempt, asked } = await claimReturn(office, input);
  const result = await askBank(means.broker, attempt, means.pauses ?? PAUSES_MS);
  return office.db.transaction((tx) => settle(tx, office, { attempt, asked, result, secret: means.secret, now: input.now }));
}

async function claimReturn(office: Office, input: { transactionId: string; entranceCode: string; now: Date }): Promise<{ attempt: Attempt; asked: Asked }> {
  const { transactionId, entranceCode, now } = input;
  const visit = and(eq(identificationAttempt.entranceCode, entranceCode), eq(identificationAttempt.transactionId, transactionId));
  return office.db.transaction(async (tx) => {
    const [attempt] = await tx
      .update(identificationAttempt)
      .set({ status: "asking", returnedAt: now })
      .where(and(visit, eq(identificationAttempt.status, "started")))
      .returning();
    if (!attempt) {
      const [known] = await tx.select({ status: identificationAttempt.status }).from(identificationAttempt).where(visit);
      throw new Problem(known ? "identification.returned-before" : "identification.return-unknown");
    }
    const asked = await getAskedParty(tx, attempt.partyId);
    // What nobody needs any more is not asked for: the data would come for nothing.
    if (!isRunning(asked)) throw new Problem("identification.over");
    await record(tx, { ...about(asked, now), act: "identification.returned", details: { attemptId: attempt.id } });
    return { attempt, asked };
  });
}

/** Asks until the bank knows. No answer, or one that is about somebody else, means that the data are gone: they come only once. */
async function askBank(broker: IdentityBroker, attempt: Attempt, pauses: readonly number[]): Promise<Exclude<BankResult, { status: "open" }>> {
  const { transactionId, merchantReference } = attempt;
  if (transactionId === null || merchantReference === null) throw new Error("A visit that began has a transaction.");
  for (const wait of [...pauses, null]) {
    try {
      const result = await broker.finish({ transactionId, merchantReference });
      if (result.status !== "open") return result;
    } catch (error) {
      if (isProblem(error, "idin.malformed")) return { status: "lost" };
      if (!isProblem(error, "idin.unreachable")) throw error;
    }
    if (wait !== null) await pause(wait);
  }
  return { status: "lost" };
}

type Settling = { attempt: Attempt; asked: Asked; result: Exclude<BankResult, { status: "open" }>; secret: string; now: Date };

async function settle(tx: Db, office: Office, { attempt, asked: before, result, secret, now }: Settling): Promise<ReturnOutcome> {
  const asked = await getAskedParty(tx, before.party.id, "lock");
  const linkId = asked.party.linkId;
  const comparison = result.status === "success" ? compareIdentity(asked.party, result.answer) : null;
  const stillAsked = isRunning(asked) && asked.party.result === null;

  await closeAttempt(tx, attempt, {
    status: comparison?.result ?? (result.status === "success" ? "failure" : result.status),
    finishedAt: now,
    differences: comparison?.differences ?? null,
    sealedAnswer: stillAsked && needsDesk(comparison) ? sealAnswer(secret, attempt.id, answerOf(result)) : null,
  });
  await record(tx, {
    ...about(asked, now),
    act: comparison?.result === "match" ? "identification.matched" : "identification.answered",
    details: { attemptId: attempt.id, result: comparison?.result ?? result.status, differences: comparison?.differences },
  });
  if (comparison === null) return { kind: result.status as ReturnOutcome["kind"], linkId, completed: false };
  if (!stillAsked) return { kind: "over", linkId, completed: false };

  const completed = await takeResult(tx, office, { asked, result: comparison.result, binHash: hashBin(secret, answerOf(result).bin), by: actorOf(asked.party), now });
  return { kind: comparison.result, linkId, completed };
}

async function closeAttempt(tx: Db, attempt: Attempt, outcome: Partial<Attempt>): Promise<void> {
  const [closed] = await tx
    .update(identificationAttempt)
    .set(outcome)
    .where(and(eq(identificationAttempt.id, attempt.id), eq(identificationAttempt.status, "asking")))
    .returning({ id: identificationAttempt.id });
  // Given up as lost while the bank took its time: the person may have begun anew, and this answer no longer counts.
  if (!closed) throw new Problem("identification.returned-before");
}

function needsDesk(comparison: Comparison | null): boolean {
  return comparison !== null && comparison.result !== "match";
}

function answerOf(result: BankResult): BankAnswer {
  if (result.status !== "success") throw new Error("Only a success has an answer.");
  return result.answer;
}

function about({ party, request }: Asked, now: Date) {
  return { now, actor: inTrail(actorOf(party)), subject: { kind: "identification-party", id: party.id }, requestId: request.id };
}
