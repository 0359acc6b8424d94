import type { enterprise } from "#db/schema/organisations.ts";
import type { judgement } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { daysLater } from "#app/domain/deadlines/clock.ts";
import { judge, parseRuleSet } from "#app/domain/decisions/judge.ts";
import { numberPolicy, type PolicyValues } from "#app/domain/decisions/policies.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { getDefinition } from "#app/domain/definitions/store.ts";
import { PostalAddress, type Language, type PersonName } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { answerAt } from "#app/domain/requests/answers.ts";
import { listPresentHolders } from "#app/domain/requests/holders.ts";
import { inputOf } from "#app/domain/requests/mapped.ts";
import type { RequestRow } from "#app/domain/requests/move.ts";
import type { Facts } from "#rules/vocabulary.ts";

export type DeliveryPlan = {
  addressee: PersonName;
  address: PostalAddress;
  language: Language;
  /** What the rules said, for the transaction that carries the plan out. */
  judged: typeof judgement.$inferInsert;
};

/**
 * To whom the letter with the PIN goes, and where: what the rules of the delivery point say (R25–R28). Stores nothing. Throws
 * `request.without-main-contact`, `request.without-home-address`.
 */
export async function planDelivery(
  db: Db,
  input: { row: RequestRow; type: RequestType; party: typeof enterprise.$inferSelect; policies: PolicyValues; now: Date },
): Promise<DeliveryPlan> {
  const { row, type, party, policies, now } = input;
  const holders = await listPresentHolders(db, party.id, row.agbCode);
  const mainContact = holders.find(({ role }) => role === "main-contact");
  const home = PostalAddress.safeParse(answerAt(row.answers, inputOf(type, "homeAddress")));
  const facts: Facts<"delivery"> = {
    today: officeDate(now),
    channel: row.channel,
    segment: party.segment,
    "user.language": row.language,
    "mainContact.present": mainContact !== undefined,
    "mainContact.language": mainContact?.language ?? "nl",
    "contact.hasMessageBox": false,
    "correspondence.present": true,
    "correspondence.changedOn": party.addressChangedAt ? officeDate(party.addressChangedAt) : null,
    "homeAddress.present": home.success,
  };
  const ruleSet = await getDefinition(db, row.releaseId, "rule-set", type.points.delivery ?? "");
  const judged = await judge(parseRuleSet("delivery", ruleSet.content), facts, { policies });
  const kept: typeof judgement.$inferInsert = {
    requestId: row.id,
    point: "delivery",
    ruleSet: ruleSet.key,
    ruleSetVersion: ruleSet.version,
    facts,
    outcome: judged.outcome,
    findings: judged.findings,
    spoke: judged.spoke,
    judgedAt: now,
  };
  if (!mainContact) throw new Problem("request.without-main-contact");
  const atHome = judged.outcome.pin.address === "home";
  if (atHome && !home.success) throw new Problem("request.without-home-address");
  return {
    addressee: { initials: mainContact.initials, prefix: mainContact.prefix, surname: mainContact.surname },
    address: atHome && home.success ? home.data : addressOf(party),
    language: judged.outcome.language,
    judged: kept,
  };
}

/**
 * Holds a letter back that would go to an address which was changed so short ago that two people have to look at it, and at which they have not: it
 * was changed after they approved (D15). Throws `letter.address-changed`; the work waits among what is stuck, until the days are over.
 */
export function refuseUnseenAddress(of: { row: RequestRow; party: typeof enterprise.$inferSelect; policies: PolicyValues; now: Date }): void {
  const { row, party, policies, now } = of;
  const changedAt = party.addressChangedAt;
  if (changedAt === null || daysLater(changedAt, numberPolicy(policies, "secondCheck.changedDays")) <= now) return;
  if (row.secondAt === null || row.secondAt < changedAt) throw new Problem("letter.address-changed");
}

/** The correspondence address of an enterprise. */
export function addressOf(party: typeof enterprise.$inferSelect): PostalAddress {
  const { street, houseNumber, houseNumberSuffix, postcode, town } = party;
  return { street, houseNumber, houseNumberSuffix, postcode, town };
}
