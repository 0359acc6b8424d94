import { and, eq, isNull } from "drizzle-orm";

import { account, authorisation } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import { judgement, request, requestClock } from "#db/schema/requests.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { newUserNumber } from "#app/domain/accounts/user-number.ts";
import { record } from "#app/domain/audit/record.ts";
import { installUntil, startClock } from "#app/domain/deadlines/clock.ts";
import { numberPolicy } from "#app/domain/decisions/policies.ts";
import type { Environment } from "#app/domain/definitions/schema/certificate-profile.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import { tellJob } from "#app/domain/jobs/list.ts";
import type { Office } from "#app/domain/office.ts";
import { PersonName } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { answerAt, listAt, textAt, type Answers } from "#app/domain/requests/answers.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { officeDay, requestPolicies, requestTypeOf } from "#app/domain/requests/policy.ts";

import { planDelivery } from "./delivery.ts";
import { preparePinLetter, storePinLetter, type LetterOffice } from "./pin-letter.ts";

export type FulfilOffice = Office & LetterOffice & { environment: Environment };

const BY = inTrail(system("fulfilment"));

/**
 * Carries out an approved and identified request, in one transaction: account, user number, authorisations, PIN hash, sealed letter, the jobs for
 * e-mail and post, the audit events. A second run finds it done (`fulfilledAt` stands in the UPDATE's condition, and the account's place in the
 * request is unique). R24: the condition asks for the identification too.
 */
export async function fulfilRequest(office: FulfilOffice, input: { requestId: string; now: Date }): Promise<void> {
  const { requestId, now } = input;
  const row = await getRequest(office.db, requestId);
  if (row.status !== "fulfilling" || row.fulfilledAt) return;
  // Not done in silence: what cannot be carried out shows up among the stuck work.
  if (!row.enterpriseId || !row.agbCode || !row.identifiedAt) throw new Problem("request.without-party");
  const { enterpriseId, agbCode, identifiedAt } = row;
  const type = await requestTypeOf(office.db, row);
  const policies = await requestPolicies(office.db, requestId, now);
  const order = accountOrder(type, row.answers);
  const until = installUntil(now, numberPolicy(policies, "install.days"));
  const [party] = await office.db.select().from(enterprise).where(eq(enterprise.id, enterpriseId));
  if (!party) throw new Problem("request.without-party");
  const delivery = await planDelivery(office.db, { row, type, party, policies, now });
  const prepared = await preparePinLetter(office.db, office, {
    template: await getDefinition(office.db, row.releaseId, "letter", "pin-letter"),
    language: delivery.language,
    addressee: { name: delivery.addressee, practice: party.name, address: delivery.address },
    user: order.name,
    installUntil: until,
    now,
  });
  const userNumber = newUserNumber(office.environment);
  const day = await officeDay(office.db, row.releaseId, now);

  await office.db.transaction(async (tx) => {
    const clock = startClock({ receivedAt: identifiedAt, workingDays: numberPolicy(policies, "delivery.workingDays"), ...day });
    const [taken] = await tx
      .update(request)
      .set({ fulfilledAt: now, dueAt: clock.dueAt })
      .where(and(eq(request.id, requestId), eq(request.status, "fulfilling"), isNull(request.fulfilledAt)))
      .returning({ id: request.id });
    if (!taken) return;
    await tx.insert(judgement).values(delivery.judged);
    await tx.insert(requestClock).values({ requestId, stage: "delivery", ...clock });
    await tx.insert(account).values({
      userNumber,
      enterpriseId,
      agbCode,
      ...order.name,
      givenName: order.givenName,
      email: order.email,
      phone: order.phone,
      language: row.language,
      endsOn: order.endsOn,
      status: "active",
      createdAt: now,
      requestId,
    });
    for (const service of order.services) await tx.insert(authorisation).values({ userNumber, service, grantedAt: now });
    await storePinLetter(tx, prepared, { userNumber, requestId, now });
    await record(tx, { now, actor: BY, act: "account.created", subject: { kind: "account", id: userNumber }, requestId, details: { services: order.services } });
    await record(tx, { now, actor: BY, act: "letter.sealed", subject: { kind: "letter", id: prepared.number }, requestId });
    await record(tx, { now, actor: BY, act: "request.fulfilled", subject: { kind: "request", id: requestId }, requestId });
    await office.queue.enqueue(tx, tellJob, { happening: "request.fulfilled", requestId, userNumber });
  });
}

type AccountOrder = { name: PersonName; givenName: string | null; email: string; phone: string | null; endsOn: string | null; services: string[] };

/** What the effect "create-account" asks for, as the request type maps it from the answers. */
function accountOrder(type: RequestType, answers: Answers): AccountOrder {
  const effect = type.effects.find((one) => one.effect === "create-account");
  if (!effect) throw new Problem("request.effect-unknown");
  const path = (input: string): string => effect.inputs[input] ?? "";
  return {
    name: PersonName.parse(answerAt(answers, path("name"))),
    givenName: textAt(answers, path("givenName")) || null,
    email: textAt(answers, path("email")),
    phone: textAt(answers, path("phone")) || null,
    endsOn: textAt(answers, path("endsOn")) || null,
    services: listAt(answers, path("services")),
  };
}

