import { and, desc, eq, isNull } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { accountBlock } from "#db/schema/blocks.ts";
import { agbCode, enterprise } from "#db/schema/organisations.ts";
import { urgentCall } from "#db/schema/phone.ts";
import { request, requestClock } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { StaffActor } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { makeLink } from "#app/domain/access/links.ts";
import { record } from "#app/domain/audit/record.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { currentRelease } from "#app/domain/definitions/store.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import type { Registers } from "#app/domain/organisations/ports.ts";
import { fullName } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import type { Answers } from "#app/domain/requests/answers.ts";
import { lookUp } from "#app/domain/requests/facts.ts";
import { maskSecrets } from "#app/domain/requests/form/mask.ts";
import { inputOf } from "#app/domain/requests/mapped.ts";
import { moveRequest } from "#app/domain/requests/move.ts";
import { officeDay, requestPolicies, requestTypeOf } from "#app/domain/requests/policy.ts";
import { reviewTerm } from "#app/domain/requests/review-clock.ts";
import { screenRequest } from "#app/domain/requests/screen.ts";
import { makeRequest } from "#app/domain/requests/submit.ts";

import { blockAccount } from "./block.ts";
import { listCallBackNumbers, momentOfCall, type CallBackNumber } from "./call-back.ts";

/** The only type that can be asked for by phone. */
const TYPE = "revocation";

type AccountRow = typeof account.$inferSelect;

/** What the form asks of a call; the number is one that `listCallBackNumbers` gave. */
export type Call = { caller: string; said: string; reason: string; called: string; calledBackAt: string; answeredBy: string };

/** The account that somebody calls about, with what is known of its blocks and whom to call back. Throws `account.unknown`. */
export async function readCallable(db: Db, userNumber: string) {
  const [found] = await db
    .select({ row: account, practice: agbCode.name, kvkNumber: enterprise.kvkNumber, enterpriseName: enterprise.name, town: enterprise.town })
    .from(account)
    .innerJoin(agbCode, eq(agbCode.code, account.agbCode))
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .where(eq(account.userNumber, userNumber));
  if (!found) throw new Problem("account.unknown");
  const [blocked] = await db
    .select({ number: request.number, since: accountBlock.blockedAt })
    .from(accountBlock)
    .innerJoin(request, eq(request.id, accountBlock.requestId))
    .where(and(eq(accountBlock.userNumber, userNumber), isNull(accountBlock.liftedAt)))
    .orderBy(desc(accountBlock.blockedAt))
    .limit(1);
  const type = await requestTypeOf(db, { releaseId: await currentRelease(db), type: TYPE });
  return { ...found, blocked: blocked ?? null, numbers: await listCallBackNumbers(db, found.row), type, reasonAt: reasonField(type, found.row), reasons: urgentReasons(type, found.row) };
}
export type Callable = Awaited<ReturnType<typeof readCallable>>;

/** The reasons of the form for which an account is blocked at once: what is less urgent is not asked by phone (D23). Of software only those that it can have: it neither leaves nor dies. */
export function urgentReasons(type: RequestType, of: Pick<AccountRow, "kind">): string[] {
  const path = inputOf(type, "reason");
  const urgent = (type.precaution?.when ?? []).flatMap((one) => (one.field === path && "in" in one ? one.in : []));
  const field = type.pages.flatMap(({ fields }) => fields).find(({ id }) => id === reasonField(type, of));
  return urgent.filter((reason) => field?.kind === "choice" && field.options.includes(reason));
}

/** Where the form asks why: of software on a page of its own. */
function reasonField(type: RequestType, { kind }: Pick<AccountRow, "kind">): string {
  return kind === "system" ? inputOf({ effects: type.effects.filter(({ effect }) => effect === "revoke-software") }, "reason") : inputOf(type, "reason");
}

/**
 * Blocks an account at once on a report by phone that was confirmed on a number of our register (D23). In one transaction: a revocation that stands open at the
 * desk with its term in hours, the call, the block, and the e-mails to whom it concerns. The same form once more finds the first one's call. An account that is
 * blocked already gets a block of its own, so that it stays when the other report comes to nothing.
 *
 * Throws `account.unknown`, `account.has-ended`, `call.unconfirmed` without a call back, `call.later`, `call.number-changed`, `call.someone-else`, `call.reason`.
 */
export async function blockByPhone(
  office: Office,
  input: { callId: string; userNumber: string; confirmed: boolean; call: Call; registers: Registers; by: StaffActor; now: Date },
): Promise<{ callId: string; again: boolean }> {
  const { callId, userNumber, confirmed, call, registers, by, now } = input;
  // Asked outside the transaction: a slow register must not hold a lock.
  const { row: before, kvkNumber } = await readCallable(office.db, userNumber);
  const looked = await lookUp(registers, { agbCode: before.agbCode, kvkNumber });
  return office.db.transaction(async (tx) => {
    // Two sendings of one form wait for each other here.
    const [holder] = await tx.select().from(account).where(eq(account.userNumber, userNumber)).for("update");
    if (!holder) throw new Problem("account.unknown");
    if (await isTaken(tx, { callId, userNumber })) return { callId, again: true };
    if (holder.status === "ended") throw new Problem("account.has-ended");
    if (!confirmed) throw new Problem("call.unconfirmed", { field: "confirmed" });

    const releaseId = await currentRelease(tx);
    const type = await requestTypeOf(tx, { releaseId, type: TYPE });
    const number = await calledNumber(tx, { type, holder, call });
    const calledBackAt = momentOfCall(call.calledBackAt, now);
    const said = maskSecrets(call.said.trim());
    const answers = { ...answersOf(type, { holder, kvkNumber, number, reason: call.reason }), _masked: said.masked };
    const made = await makeRequest(tx, { form: { id: null, type: TYPE, releaseId, language: number.language, answers }, type, channel: "phone", submittedAt: now });
    const requestId = made.id;
    await tx.insert(urgentCall).values({
      id: callId,
      requestId,
      userNumber,
      caller: maskSecrets(call.caller.trim()).text,
      said: said.text,
      holderId: number.holderId,
      number: number.number,
      numberChangedAt: number.changedAt,
      calledBackAt,
      answeredBy: maskSecrets(call.answeredBy.trim()).text,
      takenBy: by.id,
      takenAt: now,
    });
    const clock = reviewTerm(type, await requestPolicies(tx, requestId, now), now, await officeDay(tx, releaseId, now));
    await tx.insert(requestClock).values({ requestId, stage: "review", ...clock });
    const row = await moveRequest(tx, { requestId, act: "call-in", now, set: { dueAt: clock.dueAt } });
    await makeLink(tx, { kind: "status", requestId, now });
    await record(tx, {
      now,
      actor: inTrail(by),
      act: "request.called-in",
      subject: { kind: "request", id: requestId },
      requestId,
      details: { reason: call.reason, calledBack: number.role, calledBackAt: calledBackAt.toISOString() },
    });
    await blockAccount(tx, { userNumber, for: { requestId }, now });
    await screenRequest(tx, { row, looked, confirmed: false, now });
    await office.queue.enqueue(tx, tellJob, { happening: "request.confirmed", requestId });
    await office.queue.enqueue(tx, tellJob, { happening: "account.blocked", requestId, userNumber });
    return { callId, again: false };
  });
}

/** A call with what came of it, for whoever took it. Throws `call.unknown`, also for a call that a colleague took. */
export async function readCall(db: Db, { callId, by }: { callId: string; by: StaffActor }) {
  const [found] = await db
    .select({ call: urgentCall, request, holder: account, practice: agbCode.name })
    .from(urgentCall)
    .innerJoin(request, eq(request.id, urgentCall.requestId))
    .innerJoin(account, eq(account.userNumber, urgentCall.userNumber))
    .innerJoin(agbCode, eq(agbCode.code, account.agbCode))
    .where(and(eq(urgentCall.id, callId), eq(urgentCall.takenBy, by.id)));
  if (!found) throw new Problem("call.unknown");
  return found;
}

async function isTaken(tx: Db, { callId, userNumber }: { callId: string; userNumber: string }): Promise<boolean> {
  const [taken] = await tx.select({ userNumber: urgentCall.userNumber }).from(urgentCall).where(eq(urgentCall.id, callId));
  if (taken && taken.userNumber !== userNumber) throw new Problem("call.of-another");
  return taken !== undefined;
}

/** The number that was called back, as the register has it now. */
async function calledNumber(tx: Db, { type, holder, call }: { type: RequestType; holder: AccountRow; call: Call }): Promise<CallBackNumber> {
  if (!urgentReasons(type, holder).includes(call.reason)) throw new Problem("call.reason", { field: "reason" });
  const number = (await listCallBackNumbers(tx, holder)).find(({ key }) => key === call.called);
  if (!number) throw new Problem("call.number-changed", { field: "called" });
  // Whose key or PIN is in other hands says so themselves; that somebody is gone, only others can (D16).
  if (number.isOfUser && call.reason !== "compromised") throw new Problem("call.someone-else", { field: "called" });
  return number;
}

/**
 * The form as it would have been filled in: all of it from our own register, so that nothing depends on what the caller said. About software it is the form about software: blocked it is at
 * once, but gone for good only after somebody identified (Q35).
 */
function answersOf(type: RequestType, { holder, kvkNumber, number, reason }: { holder: AccountRow; kvkNumber: string; number: CallBackNumber; reason: string }): Answers {
  const { about } = type;
  return {
    [about.agbCode]: holder.agbCode,
    [about.kvkNumber]: kvkNumber,
    ...(holder.kind === "system" ? ofSoftware(holder) : ofUser(type, holder)),
    [reasonField(type, holder)]: reason,
    "revocation.moment": "now",
    [about.applicantName]: number.name,
    [about.applicantEmail]: number.email,
    "applicant.phone": number.number,
  };
}

const ofSoftware = (holder: AccountRow): Answers => ({ "revocation.kind": "system", "system.software": fullName(holder).slice(0, 120) });

function ofUser(type: RequestType, { userNumber, initials, prefix, surname }: AccountRow): Answers {
  return { "revocation.kind": "personal", [inputOf(type, "userNumber")]: userNumber, [inputOf(type, "name")]: { initials, prefix, surname } };
}
