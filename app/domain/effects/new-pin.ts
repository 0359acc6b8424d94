import { and, desc, eq, inArray, isNull } from "drizzle-orm";

import { account, certificate, credential, letter } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { judgement, request } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { holdLettersInTheHouse, spoilLetters } from "#app/domain/accounts/letters.ts";
import { record } from "#app/domain/audit/record.ts";
import { installUntil } from "#app/domain/deadlines/clock.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import { Problem } from "#app/domain/problem.ts";
import type { RequestRow } from "#app/domain/requests/move.ts";
import { requestPolicies, requestTypeOf } from "#app/domain/requests/policy.ts";

import { planDelivery, refuseUnseenAddress, type DeliveryPlan } from "./delivery.ts";
import { BY, type Effect, type FulfilOffice, type Order } from "./effect.ts";
import { preparePinLetter, storePinLetter, type PreparedPinLetter } from "./pin-letter.ts";

/**
 * Makes a new PIN and its letter for an account whose letter was spoilt (P11): the old PIN is void already, the term to install begins again. It
 * comes for the request that the spoilt letter was of, which waits for it. An account that has a valid PIN keeps it, so that the job may come twice.
 */
export async function makeNewPin(office: FulfilOffice, input: { userNumber: string; now: Date }): Promise<void> {
  const { userNumber, now } = input;
  const [found] = await office.db
    .select({ account, party: enterprise })
    .from(account)
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .where(eq(account.userNumber, userNumber));
  const row = found && (await requestOfLastLetter(office.db, found.account));
  if (!row) throw new Problem("account.unknown");
  if (found.account.status !== "active" || (await findLivePin(office.db, userNumber))) return;
  const policies = await requestPolicies(office.db, row.id, now);
  const type = await requestTypeOf(office.db, row);
  const made = await prepare(office, { row, type, party: found.party, policies, user: found.account, now });
  await office.db.transaction(async (tx) => {
    // Locks the account, so that of two runs the second sees the first one's PIN.
    await lockAccount(tx, userNumber);
    if (await findLivePin(tx, userNumber)) return;
    await store(tx, made, { userNumber, requestId: row.id, now, actor: inTrail(system("new-pin")) });
  });
}

/**
 * A new PIN by letter for an account that has one already (R94): the former one is void from this transaction on. Where the former one's letter is
 * still in the house, nobody has seen it: that letter then leaves, and no second one. If that PIN was blocked meanwhile, a new one goes out in its
 * letter's place, for the request that waits for it. Throws `account.not-of-practice`, `account.has-ended`,
 * `account.not-active`, `letter.address-changed`.
 */
export const newPin: Effect = async (office, { row, type, party, policies, inputs, now }) => {
  const userNumber = inputs.text("userNumber");
  refuseUnseenAddress({ row, party, policies, now });
  const [user] = await office.db.select().from(account).where(eq(account.userNumber, userNumber));
  if (!user) throw new Problem("account.not-of-practice");
  const made = await prepare(office, { row, type, party, policies, user, now });
  return async (tx) => {
    // Letters before their account, and the account before its PIN: so that of two new PINs the second sees the first one's letter.
    await holdLettersInTheHouse(tx, eq(credential.userNumber, userNumber));
    const holder = await lockAccount(tx, userNumber);
    if (!holder || holder.agbCode !== row.agbCode) throw new Problem("account.not-of-practice");
    // A block may be lifted, and is waited for; an end is for good.
    if (holder.status === "ended") throw new Problem("account.has-ended");
    if (holder.status !== "active") throw new Problem("account.not-active");
    const former = await findLivePin(tx, userNumber);
    const [atHome] = former ? await tx.select().from(letter).where(and(eq(letter.credentialId, former.id), inArray(letter.status, ["waiting", "in-batch"]))) : [];
    if (atHome && former?.blockedAt === null) {
      await record(tx, { now, actor: BY, act: "credential.kept", subject: { kind: "account", id: userNumber }, requestId: row.id, details: { why: "letter-not-posted" } });
      return { userNumber, nothingToPost: true };
    }
    if (former) await tx.update(credential).set({ voidedAt: now, voidReason: "replaced" }).where(eq(credential.id, former.id));
    if (atHome) await spoilLetters(tx, { ids: [atHome.id], why: "pin-replaced", requestId: atHome.requestId, by: system("fulfilment"), now });
    await store(tx, made, { userNumber, requestId: atHome?.requestId ?? row.id, now, actor: BY });
    return atHome?.requestId ? { userNumber, nothingToPost: true } : { userNumber };
  };
};

type Made = { delivery: DeliveryPlan; letter: PreparedPinLetter };

/** The PIN, and its letter to where the rules of the request's type say; before the transaction, for it takes long. */
async function prepare(office: FulfilOffice, of: Pick<Order, "type" | "party" | "policies" | "now"> & { row: RequestRow; user: typeof account.$inferSelect }): Promise<Made> {
  const { row, type, party, policies, user, now } = of;
  const delivery = await planDelivery(office.db, { row, type, party, policies, now });
  const prepared = await preparePinLetter(office.db, office, {
    template: await getDefinition(office.db, row.releaseId, "letter", "pin-letter"),
    language: delivery.language,
    addressee: { name: delivery.addressee, practice: party.name, address: delivery.address },
    user,
    installUntil: installUntil(now, numberPolicy(policies, "install.days")),
    now,
  });
  return { delivery, letter: prepared };
}

async function store(tx: Db, made: Made, of: { userNumber: string; requestId: string; now: Date; actor: ReturnType<typeof inTrail> }): Promise<void> {
  const { userNumber, requestId, now, actor } = of;
  const [former] = await tx.select().from(credential).where(eq(credential.userNumber, userNumber)).orderBy(desc(credential.madeAt)).limit(1);
  const [installed] = await tx.select({ serial: certificate.serial }).from(certificate).where(and(eq(certificate.userNumber, userNumber), eq(certificate.status, "issued")));
  await tx.insert(judgement).values(made.delivery.judged);
  const id = await storePinLetter(tx, made.letter, { userNumber, requestId, now });
  // Whoever has a certificate keeps it, and installs nothing: the new PIN is as far as the former one was, and does not lapse (D3).
  if (former?.installedAt && installed) await tx.update(credential).set({ installedAt: former.installedAt }).where(eq(credential.id, id));
  await record(tx, { now, actor, requestId, act: "credential.replaced", subject: { kind: "account", id: userNumber } });
  await record(tx, { now, actor, requestId, act: "letter.sealed", subject: { kind: "letter", id: made.letter.number } });
}

async function lockAccount(tx: Db, userNumber: string): Promise<typeof account.$inferSelect | null> {
  const [locked] = await tx.select().from(account).where(eq(account.userNumber, userNumber)).for("update");
  return locked ?? null;
}

async function findLivePin(db: Db, userNumber: string): Promise<typeof credential.$inferSelect | null> {
  const [live] = await db.select().from(credential).where(and(eq(credential.userNumber, userNumber), isNull(credential.voidedAt)));
  return live ?? null;
}

/** The request that waits for a PIN of this account, or waited for it last: that of its last letter, else the one that made the account. */
async function requestOfLastLetter(db: Db, of: typeof account.$inferSelect): Promise<RequestRow | null> {
  const [last] = await db
    .select({ request })
    .from(letter)
    .innerJoin(credential, eq(credential.id, letter.credentialId))
    .innerJoin(request, eq(request.id, letter.requestId))
    .where(eq(credential.userNumber, of.userNumber))
    .orderBy(desc(letter.number))
    .limit(1);
  if (last) return last.request;
  const [maker] = of.requestId ? await db.select().from(request).where(eq(request.id, of.requestId)) : [];
  return maker ?? null;
}
