import { and, eq, inArray, isNotNull, ne, or, sql, type SQL } from "drizzle-orm";

import { identification, identificationAttempt, identificationParty, identificationView } from "#db/schema/identification.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";

import type { Attempt } from "./asked.ts";
import type { Party } from "./open.ts";

/**
 * The answers that the desk rules on in one round: of each person of whom a bank or AMP said something else, that answer, and what was said of them before and
 * is still kept.
 */
const TO_RULE_ON = and(
  ne(identificationParty.result, "match"),
  or(
    and(eq(identificationAttempt.status, identificationParty.result), eq(identificationAttempt.finishedAt, identificationParty.resultAt)),
    isNotNull(identificationAttempt.sealedAnswer),
  ),
);

/** What a round holds to be ruled on, and marks that this member of staff has it before them now. Looking twice is looking once. */
export async function lookAtAnswers(tx: Db, input: { identificationId: string; by: StaffActor; now: Date }): Promise<Array<{ party: Party; attempt: Attempt }>> {
  const { identificationId, by, now } = input;
  const rows = await tx
    .select({ party: identificationParty, attempt: identificationAttempt })
    .from(identificationParty)
    .innerJoin(identificationAttempt, eq(identificationAttempt.partyId, identificationParty.id))
    .where(and(eq(identificationParty.identificationId, identificationId), TO_RULE_ON));
  if (rows.length > 0) {
    const views = rows.map(({ attempt }) => ({ attemptId: attempt.id, staffId: by.id, seenAt: now }));
    await tx.insert(identificationView).values(views).onConflictDoNothing();
  }
  return rows;
}

/**
 * The condition "this member of staff has looked at every answer of the round", for the write that accepts one (D15): an answer that came in
 * after they looked makes it false. The caller holds the lock of the request, under which answers come in.
 */
export function hasSeenAll(by: Pick<StaffActor, "id">): SQL {
  return sql`not exists (
    select 1 from ${identificationParty} inner join ${identificationAttempt} on ${identificationAttempt.partyId} = ${identificationParty.id}
    where ${identificationParty.identificationId} = ${identification.id} and ${TO_RULE_ON} and not exists (
      select 1 from ${identificationView} where ${identificationView.attemptId} = ${identificationAttempt.id} and ${identificationView.staffId} = ${by.id}))`;
}

/** Whether this member of staff has looked at all that there is to rule on in a round: what the page offers, and the write asks again. */
export async function hasSeenAnswers(db: Db, identificationId: string, by: StaffActor): Promise<boolean> {
  const [seen] = await db.select({ id: identification.id }).from(identification).where(and(eq(identification.id, identificationId), hasSeenAll(by)));
  return seen !== undefined;
}

/** Whether anybody in the round has an answer that differs: who only asked for another way has none, and is identified by hand (D26). */
export async function hasSomethingToAccept(db: Db, identificationId: string): Promise<boolean> {
  const [differing] = await db
    .select({ id: identificationParty.id })
    .from(identificationParty)
    .where(and(eq(identificationParty.identificationId, identificationId), inArray(identificationParty.result, ["near", "mismatch"])))
    .limit(1);
  return differing !== undefined;
}
