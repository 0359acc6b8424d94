import { and, asc, eq, inArray, isNull, lte, ne, notInArray, or } from "drizzle-orm";

import { account, credential, letter } from "#db/schema/accounts.ts";
import { practiceMove } from "#db/schema/moves.ts";
import { agbCode, roleHolder } from "#db/schema/organisations.ts";
import { registerEnding } from "#db/schema/registers.ts";
import { request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { holdLettersInTheHouse, holdSentLetters, spoilLetters } from "#app/domain/accounts/letters.ts";
import { record } from "#app/domain/audit/record.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { askOthersInstead } from "#app/domain/effects/ask-others.ts";
import { eachAlone } from "#app/domain/jobs/each-alone.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";
import { makeAgain } from "#app/domain/print-room/spoil.ts";
import { isProblem } from "#app/domain/problem.ts";
import { CLOSED } from "#app/domain/requests/lifecycle.ts";

import { askReissues } from "./reissue.ts";

const MOVES = system("moves");
const BY = inTrail(MOVES);
/** What the register does not say yet is asked again after this. */
const AGAIN_MS = 3_600_000;

/**
 * Carries out the approved moves whose day has come, each by itself: the AGB code, its contacts, its accounts and its open requests are the other enterprise's
 * from then on. Only once the AGB register names that enterprise: until then it is held, and asked again. Runs every few seconds; answers how many moved.
 */
export async function carryOutMoves(office: Office & { registers: Registers }, now: Date): Promise<number> {
  const again = new Date(now.getTime() - AGAIN_MS);
  const isDue = and(eq(practiceMove.outcome, "approved"), isNull(practiceMove.carriedOutAt), lte(practiceMove.movesOn, officeDate(now)), or(isNull(practiceMove.triedAt), lte(practiceMove.triedAt, again)));
  let moved = 0;
  await eachAlone({
    page: (but) => office.db.select().from(practiceMove).where(and(isDue, notInArray(practiceMove.id, but))).orderBy(asc(practiceMove.movesOn)).limit(20),
    id: ({ id }) => id,
    act: async (move) => {
      const heldBy = await asRegistered(office, move.agbCode, move.toEnterpriseId);
      if (heldBy === null) moved += await carryOut(office, move.id, now);
      else await office.db.update(practiceMove).set({ heldBy, triedAt: now }).where(and(eq(practiceMove.id, move.id), isNull(practiceMove.carriedOutAt)));
    },
  });
  return moved;
}

/** Null when the AGB register names the enterprise; else the code of what keeps the move. Asked outside the transaction: a slow register must not hold a lock. */
async function asRegistered({ db, registers }: Office & { registers: Registers }, code: string, toEnterpriseId: string): Promise<string | null> {
  try {
    const entry = await registers.agb.find(code);
    const to = await db.query.enterprise.findFirst({ where: (party, is) => is.eq(party.id, toEnterpriseId) });
    return entry && to && entry.kvkNumber === to.kvkNumber ? null : "move.register-differs";
  } catch (problem) {
    if (isProblem(problem) && problem.code.startsWith("register.")) return problem.code;
    throw problem;
  }
}

async function carryOut(office: Office, id: string, now: Date): Promise<number> {
  return office.db.transaction(async (tx) => {
    const [move] = await tx.select().from(practiceMove).where(and(eq(practiceMove.id, id), eq(practiceMove.outcome, "approved"), isNull(practiceMove.carriedOutAt))).for("update");
    if (!move) return 0;
    const { agbCode: code, fromEnterpriseId, toEnterpriseId } = move;
    const [gone] = await tx.update(agbCode).set({ enterpriseId: toEnterpriseId }).where(and(eq(agbCode.code, code), eq(agbCode.enterpriseId, fromEnterpriseId))).returning();
    // Something else moved it meanwhile: for somebody to look at, and never twice.
    if (!gone) {
      await tx.update(practiceMove).set({ heldBy: "move.code-elsewhere", triedAt: now }).where(eq(practiceMove.id, id));
      return 0;
    }
    await tx.update(roleHolder).set({ enterpriseId: toEnterpriseId }).where(eq(roleHolder.agbCode, code));
    await tx.update(registerEnding).set({ enterpriseId: toEnterpriseId }).where(and(eq(registerEnding.agbCode, code), isNull(registerEnding.clearedAt)));
    // Before their requests, as whoever posts letters does: so that neither waits for the other.
    const letters = [
      ...(await holdLettersInTheHouse(tx, inArray(credential.userNumber, tx.select({ userNumber: account.userNumber }).from(account).where(eq(account.agbCode, code))))),
      ...(await holdSentLetters(tx, and(eq(request.agbCode, code), notInArray(request.status, [...CLOSED])))),
    ];
    const requests = await takeRequests(tx, office, { code, fromEnterpriseId, toEnterpriseId, now });
    const accounts = await tx
      .update(account)
      .set({ enterpriseId: toEnterpriseId })
      .where(and(eq(account.agbCode, code), ne(account.status, "ended")))
      .returning({ userNumber: account.userNumber });
    const userNumbers = accounts.map(({ userNumber }) => userNumber);
    await replaceLetters(tx, office, letters, now);
    await askReissues(tx, office, { moveId: id, userNumbers, by: MOVES, now });
    await tx.update(practiceMove).set({ carriedOutAt: now, heldBy: null, accounts: accounts.length, requests }).where(eq(practiceMove.id, id));
    await record(tx, { now, actor: BY, act: "practice.moved", subject: { kind: "agb-code", id: code }, details: { from: fromEnterpriseId, to: toEnterpriseId, accounts: accounts.length, requests } });
    await office.queue.enqueue(tx, tellJob, { happening: "practice.moved", moveId: id });
    return 1;
  });
}

/** What is under way goes along, and the desk sees it on top; whoever of the former enterprise was asked to identify is asked no more (D24). */
async function takeRequests(tx: Db, office: Office, of: { code: string; fromEnterpriseId: string; toEnterpriseId: string; now: Date }): Promise<number> {
  const { code, fromEnterpriseId, toEnterpriseId, now } = of;
  const open = await tx
    .update(request)
    .set({ enterpriseId: toEnterpriseId })
    .where(and(eq(request.agbCode, code), notInArray(request.status, [...CLOSED])))
    .returning({ id: request.id, status: request.status });
  const former = await tx.select({ id: roleHolder.id }).from(roleHolder).where(and(eq(roleHolder.enterpriseId, fromEnterpriseId), isNull(roleHolder.agbCode)));
  if (former.length > 0) await askOthersInstead(tx, office, { enterpriseId: toEnterpriseId, holderIds: former.map(({ id }) => id), now });
  const atDesk = open.filter(({ status }) => ["submitted", "in-review", "second-check", "decided"].includes(status)).map(({ id }) => id);
  if (atDesk.length > 0) await tx.update(request).set({ priority: "high" }).where(inArray(request.id, atDesk));
  return open.length;
}

/** A letter that still lies in the house, in a batch too, has the former enterprise's address on it: a new one goes to the other's. */
async function replaceLetters(tx: Db, office: Office, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  const inTheHouse = await tx.select({ id: letter.id, requestId: letter.requestId, credentialId: letter.credentialId }).from(letter).where(inArray(letter.id, [...ids]));
  for (const { id, requestId, credentialId } of inTheHouse) {
    await spoilLetters(tx, { ids: [id], why: "practice-moved", requestId, by: MOVES, now });
    await makeAgain(tx, office, { id, credentialId, requestId, by: MOVES, now });
  }
}
