import { and, eq, isNull } from "drizzle-orm";

import { account, credential } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { judgement, request } from "#db/schema/requests.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { installUntil } from "#app/domain/deadlines/clock.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import { Problem } from "#app/domain/problem.ts";
import { requestPolicies, requestTypeOf } from "#app/domain/requests/policy.ts";

import { planDelivery } from "./delivery.ts";
import type { FulfilOffice } from "./fulfil.ts";
import { preparePinLetter, storePinLetter } from "./pin-letter.ts";

/**
 * Makes a new PIN and its letter for an account whose letter was spoilt (P11): the old PIN is void already, the term to install begins again. An
 * account that has a valid PIN keeps it, so that the job may come twice.
 */
export async function makeNewPin(office: FulfilOffice, input: { userNumber: string; now: Date }): Promise<void> {
  const { userNumber, now } = input;
  const [found] = await office.db
    .select({ account, request, party: enterprise })
    .from(account)
    .innerJoin(enterprise, eq(enterprise.id, account.enterpriseId))
    .leftJoin(request, eq(request.id, account.requestId))
    .where(eq(account.userNumber, userNumber));
  if (!found?.request) throw new Problem("account.unknown");
  if (found.account.status !== "active" || (await hasValidPin(office.db, userNumber))) return;
  const row = found.request;
  const policies = await requestPolicies(office.db, row.id, now);
  const type = await requestTypeOf(office.db, row);
  const delivery = await planDelivery(office.db, { row, type, party: found.party, policies, now });
  const prepared = await preparePinLetter(office.db, office, {
    template: await getDefinition(office.db, row.releaseId, "letter", "pin-letter"),
    language: delivery.language,
    addressee: { name: delivery.addressee, practice: found.party.name, address: delivery.address },
    user: found.account,
    installUntil: installUntil(now, numberPolicy(policies, "install.days")),
    now,
  });
  await office.db.transaction(async (tx) => {
    // Locks the account, so that of two runs the second sees the first one's PIN.
    await tx.select({ userNumber: account.userNumber }).from(account).where(eq(account.userNumber, userNumber)).for("update");
    if (await hasValidPin(tx, userNumber)) return;
    await tx.insert(judgement).values(delivery.judged);
    await storePinLetter(tx, prepared, { userNumber, requestId: row.id, now });
    const by = { now, actor: inTrail(system("new-pin")), requestId: row.id };
    await record(tx, { ...by, act: "credential.replaced", subject: { kind: "account", id: userNumber } });
    await record(tx, { ...by, act: "letter.sealed", subject: { kind: "letter", id: prepared.number } });
  });
}

async function hasValidPin(db: FulfilOffice["db"], userNumber: string): Promise<boolean> {
  const [valid] = await db
    .select({ id: credential.id })
    .from(credential)
    .where(and(eq(credential.userNumber, userNumber), isNull(credential.voidedAt)));
  return valid !== undefined;
}
