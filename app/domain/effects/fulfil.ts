import { and, eq, isNull } from "drizzle-orm";

import { enterprise } from "#db/schema/organisations.ts";
import { request, requestClock } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { record } from "#app/domain/audit/record.ts";
import type { DeclaredEffect, RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { isProblem, Problem } from "#app/domain/problem.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { effectsOf } from "#app/domain/requests/mapped.ts";
import { moveRequest, type RequestRow } from "#app/domain/requests/move.ts";
import { isForEach } from "#app/domain/requests/people.ts";
import { readPeople } from "#app/domain/requests/persons.ts";
import { officeDay, requestPolicies, requestTypeOf } from "#app/domain/requests/policy.ts";
import { deliveryTerm } from "#app/domain/requests/review-clock.ts";

import { isDue } from "./carry-out.ts";
import { completeWhenAllIsDone, settlePost, settleTasks } from "./complete.ts";
import { BY, inputsOf, type CarryOut, type FulfilOffice } from "./effect.ts";
import { returnToDesk } from "./return-to-desk.ts";
import { waitsForAddendum } from "./sign-addendum.ts";
import { EFFECT_VERBS } from "./verbs.ts";

export type { FulfilOffice } from "./effect.ts";

/**
 * Carries out an approved request, identified where its plan asks for that, in one transaction: all effects that its type names for its answers, the jobs for
 * e-mail and post, the audit events. A second run finds it done (`fulfilledAt` stands in the UPDATE's condition, and an account's place in the
 * request is unique). R24: the database asks for the identification too. Without number, letter and work by hand it is done at once.
 * Where something has to be signed first, it waits for that (`waitsForAddendum`). Where there is nothing left to change, it lapses (`changeLapses`). Where another request was first, or the day has passed, it goes back to the desk (`returnToDesk`).
 */
export async function fulfilRequest(office: FulfilOffice, input: { requestId: string; now: Date }): Promise<void> {
  const { requestId, now } = input;
  const row = await getRequest(office.db, requestId);
  if (row.status !== "fulfilling" || row.fulfilledAt || !isDue(row, now)) return;
  // Not done in silence: what cannot be carried out shows up among the stuck work.
  const { enterpriseId, agbCode } = row;
  const since = row.identifiedAt ?? (row.identificationRequired ? null : now);
  if (!enterpriseId || !agbCode || !since) throw new Problem("request.without-party");
  const type = await requestTypeOf(office.db, row);
  if (await waitsForAddendum(office, { row, type, since, now })) return;
  const policies = await requestPolicies(office.db, requestId, now);
  const [party] = await office.db.select().from(enterprise).where(eq(enterprise.id, enterpriseId));
  if (!party) throw new Problem("request.without-party");
  const ready: Array<{ position: number; carryOut: CarryOut }> = [];
  for (const { declared, position, answers } of await ordersOf(office.db, type, row)) {
    const inputs = inputsOf(declared.inputs, answers);
    const carryOut = await EFFECT_VERBS[declared.effect](office, { row: { ...row, agbCode, answers }, type, party, policies, declared, position, inputs, now });
    ready.push({ position, carryOut });
  }
  const day = await officeDay(office.db, row.releaseId, now);

  const carryOutAll = () => office.db.transaction(async (tx) => {
    const clock = row.deliveryRequired || row.tasksRequired || row.postRequired ? deliveryTerm(type, policies, since, day) : null;
    // An addendum that had to be signed first has started it.
    const [started] = await tx
      .select({ dueAt: requestClock.dueAt })
      .from(requestClock)
      .where(and(eq(requestClock.requestId, requestId), eq(requestClock.stage, "delivery")));
    if (!(await take(tx, requestId, { fulfilledAt: now, dueAt: started?.dueAt ?? clock?.dueAt ?? null }))) return;
    if (clock && !started) await tx.insert(requestClock).values({ requestId, stage: "delivery", ...clock });
    const made: Array<{ position: number; userNumber: string }> = [];
    let nothingToPost = false;
    for (const { position, carryOut } of ready) {
      const done = await carryOut(tx);
      if (done.userNumber !== undefined) made.push({ position, userNumber: done.userNumber });
      nothingToPost ||= done.nothingToPost === true;
    }
    if (nothingToPost) await tx.update(request).set({ deliveryRequired: false }).where(eq(request.id, requestId));
    await record(tx, { now, actor: BY, act: "request.fulfilled", subject: { kind: "request", id: requestId }, requestId });
    await tellOf(tx, office, { requestId, made });
    if (row.tasksRequired) await settleTasks(tx, requestId, now);
    await settlePost(tx, requestId);
    await completeWhenAllIsDone(tx, requestId, now);
  });
  try {
    await carryOutAll();
  } catch (problem) {
    if (isProblem(problem, "account.nothing-to-change")) return changeLapses(office, { requestId, now });
    const why = OVERTAKEN.find((code) => isProblem(problem, code));
    if (why === undefined) throw problem;
    await returnToDesk(office, { requestId, why, now });
  }
}

/** What an approval can be overtaken by: another request was first, somebody's last working day has passed, or the account that it is about has ended, or cannot be let install again. */
const OVERTAKEN = [
  "role.moved",
  "account.end-passed",
  "account.has-ended",
  "account.software-exists",
  "release.account-blocked",
  "release.nothing-valid",
  "release.open",
  "release.one-pair-of-eyes",
] as const;

/**
 * What was approved would change an account that has ended, for good: nothing of it can be done, now or later, and nobody has to judge that. The request lapses, and whoever asked is
 * told (0109). Another run, or another act, may have been first.
 */
async function changeLapses(office: FulfilOffice, { requestId, now }: { requestId: string; now: Date }): Promise<void> {
  await office.db.transaction(async (tx) => {
    await moveRequest(tx, { requestId, act: "effect-lapses", now, when: isNull(request.fulfilledAt) });
    await record(tx, { now, actor: BY, act: "request.lapsed", subject: { kind: "request", id: requestId }, requestId, details: { stage: "effect", why: "account-ended-before-change" } });
    await office.queue.enqueue(tx, tellJob, { happening: "change.lapsed", requestId });
  });
}

type Ordered = { declared: DeclaredEffect; position: number; answers: RequestRow["answers"] };

/** What is to be done: once for the request, or once for each of several who were approved, in the order of the form (R108). */
async function ordersOf(db: Db, type: RequestType, row: RequestRow): Promise<Ordered[]> {
  const people = await readPeople(db, type, row);
  const approved = people.filter(({ decision }) => decision !== "reject");
  const once = effectsOf(type, row.answers).filter((declared) => people.length === 1 || !isForEach(type, declared));
  const forEach = people.length === 1 ? [] : approved.flatMap(({ position, answers }) => effectsOf(type, answers).filter((declared) => isForEach(type, declared)).map((declared) => ({ declared, position, answers })));
  return [...once.map((declared) => ({ declared, position: 1, answers: row.answers })), ...forEach];
}

/**
 * Has it told what came of it: where several accounts were made, each number in an e-mail of its own, which whoever gets it can hand on to the one
 * whose number it is without showing the others' (D7, R32).
 */
async function tellOf(tx: Db, office: Pick<Office, "queue">, { requestId, made }: { requestId: string; made: ReadonlyArray<{ position: number; userNumber: string }> }): Promise<void> {
  const several = made.filter(({ position }) => position > 1);
  const first = made.filter(({ position }) => position === 1).at(-1);
  if (first || several.length === 0) await office.queue.enqueue(tx, tellJob, { happening: "request.fulfilled", requestId, userNumber: first?.userNumber });
  for (const { position, userNumber } of several) await office.queue.enqueue(tx, tellJob, { happening: "request.fulfilled", requestId, userNumber, time: position });
}

/** Whether this run is the one that carries it out. */
async function take(tx: Db, requestId: string, set: { fulfilledAt: Date; dueAt: Date | null }): Promise<boolean> {
  const [taken] = await tx
    .update(request)
    .set(set)
    .where(and(eq(request.id, requestId), eq(request.status, "fulfilling"), isNull(request.fulfilledAt)))
    .returning({ id: request.id });
  return taken !== undefined;
}
