import { eq } from "drizzle-orm";

import { account, credential } from "#db/schema/accounts.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { blockAccount, liftBlocks, makeWithheldPins } from "#app/domain/accounts/block.ts";
import { holdLettersInTheHouse } from "#app/domain/accounts/letters.ts";
import { voidUndeliveredPin } from "#app/domain/accounts/undelivered.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { isSamePerson, PersonName } from "#app/domain/people.ts";
import { answerAt, textAt } from "#app/domain/requests/answers.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { accountsOfHolder, findDeparted, liftDeparture } from "#app/domain/requests/departure.ts";
import { CLOSED } from "#app/domain/requests/lifecycle.ts";
import { inputOf, isAnswered } from "#app/domain/requests/mapped.ts";
import type { RequestRow } from "#app/domain/requests/move.ts";
import { requestTypeOf } from "#app/domain/requests/policy.ts";
import { findKept, listJoined } from "#app/domain/requests/same.ts";

import { askOthersInstead } from "./ask-others.ts";

/**
 * Makes blocks what the request that asked for them says now: there from its receipt where the reason is urgent, away again when it is
 * rejected, cancelled, lapsed or objected to; what was carried out stays (D16, D23). Comes with the job of each of those acts, and bears coming twice.
 */
export async function holdAccount(office: Office, input: { requestId: string; now: Date }): Promise<void> {
  const { requestId, now } = input;
  await office.db.transaction(async (tx) => {
    await holdFor(tx, office, { requestId, now });
    // Of requests that are answered together each has its own blocks, and all end alike.
    for (const { id } of await listJoined(tx, requestId)) await holdFor(tx, office, { requestId: id, now });
  });
}

async function holdFor(tx: Db, office: Office, { requestId, now }: { requestId: string; now: Date }): Promise<void> {
  const row = await getRequest(tx, requestId);
  const type = await requestTypeOf(tx, row);
  const answering = (await findKept(tx, requestId)) ?? row;
  if (answering.status === "done") return;
  if (!isCalledFor(type, row, answering)) return letGo(tx, office, { requestId, now });
  if (type.precaution?.whose === "former-holder") return holdDeparted(tx, office, { requestId, now });
  const userNumber = await namedAccount(tx, type, row);
  if (userNumber === null || !(await blockAccount(tx, { userNumber, for: { requestId }, now }))) return;
  await office.queue.enqueue(tx, tellJob, { happening: "account.blocked", requestId, userNumber });
}

/** Of who left or died: every account of theirs is blocked, a PIN that was not used yet is void, and whoever waits for them to identify asks others (D16). */
async function holdDeparted(tx: Db, office: Office, { requestId, now }: { requestId: string; now: Date }): Promise<void> {
  const holder = await findDeparted(tx, requestId);
  if (!holder) return;
  const blocked: string[] = [];
  for (const userNumber of (await accountsOfHolder(tx, holder)).theirs) {
    // Letters before their account, as whoever makes a new PIN holds them: so that neither waits for the other.
    await holdLettersInTheHouse(tx, eq(credential.userNumber, userNumber));
    if (!(await blockAccount(tx, { userNumber, for: { requestId }, now }))) continue;
    await voidUndeliveredPin(tx, { userNumber, requestId, by: system("emergency"), now });
    blocked.push(userNumber);
  }
  await askOthersInstead(tx, office, { enterpriseId: holder.enterpriseId, holderIds: [holder.id], now });
  if (blocked[0]) await office.queue.enqueue(tx, tellJob, { happening: "account.blocked", requestId, userNumber: blocked[0] });
}

async function letGo(tx: Db, office: Office, { requestId, now }: { requestId: string; now: Date }): Promise<void> {
  await liftDeparture(tx, requestId, now);
  const freed = await liftBlocks(tx, { for: { requestId }, now });
  const [first] = freed ?? [];
  if (!freed || first === undefined) return;
  await office.queue.enqueue(tx, tellJob, { happening: "account.unblocked", requestId, userNumber: first });
  await makeWithheldPins(tx, office, freed);
}

/** Of a reason for which the type blocks at once; and the request that answers for it is received, not objected to and under way. */
function isCalledFor({ precaution }: RequestType, row: RequestRow, answering: RequestRow): boolean {
  if (!precaution || answering.status === "unconfirmed" || CLOSED.includes(answering.status) || answering.objectedAt !== null) return false;
  return isAnswered(precaution.when, row.answers);
}

/** The account of number, AGB code and name together: who knows one of them only blocks nobody. */
async function namedAccount(tx: Db, type: RequestType, row: RequestRow): Promise<string | null> {
  const [holder] = await tx.select().from(account).where(eq(account.userNumber, textAt(row.answers, inputOf(type, "userNumber"))));
  const name = PersonName.safeParse(answerAt(row.answers, inputOf(type, "name")));
  return holder && holder.agbCode === row.agbCode && name.success && isSamePerson(holder, name.data) ? holder.userNumber : null;
}
