import { and, asc, eq, ne, notInArray } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { practice, PRACTICES } from "#db/worlds/cast.ts";
import { colleagueOf, makeColleague } from "#db/worlds/colleagues.ts";
import type { Dice } from "#db/worlds/dice.ts";
import { POSITIONS } from "#db/worlds/words.ts";
import { listHeld } from "#app/domain/requests/authorisation-change.ts";

import { approve, approveToo, batch, confirm, nameTyped, post, reject, sendTyped, takeEffect, type World } from "./world-acts.server.ts";
import { identify } from "./world-identification.server.ts";
import type { Moments, Story } from "./world-time.server.ts";

/** A change of what one of the known users may do, and how far it came. Sent so many working days ago. */
export type ChangePlot = { ending: "waiting" | "rejected" | "identifying" | "done"; practiceId: string; personId: string; sent: number };

/** One change, from its form to where it stands today: one service more where there is one to add, one less where there are two. */
export async function* tellChange(world: World, { ending, practiceId, personId, sent }: ChangePlot, services: ReadonlyMap<string, string[]>, dice: Dice, moments: Moments): Story {
  const of = practice(practiceId);
  const sentAt = yield moments.officeHours(sent);
  const { userNumber, agbCode, initials, prefix, surname } = await accountOf(world, colleagueOf(personId).email);
  const held = await listHeld(world.office.db, userNumber);
  const allowed = services.get(agbCode) ?? [];
  const grant = allowed.filter((service) => !held.includes(service) && !service.startsWith("zorginkoop")).slice(0, 1);
  const withdraw = grant.length === 0 || held.length > 1 ? held.slice(0, 1) : [];
  const applicant = makeColleague(dice, of);
  const typed = {
    "practice.agbCode": agbCode,
    "practice.kvkNumber": of.kvkNumber,
    reason: "not-contact",
    "user.number": userNumber,
    ...nameTyped("user.name", { initials, prefix, surname }),
    "change.kind": grant.length === 0 ? "withdraw" : withdraw.length === 0 ? "grant" : "both",
    "change.grant": grant,
    "change.withdraw": withdraw,
    ...nameTyped("applicant.name", applicant),
    "applicant.email": applicant.email,
    "applicant.phone": applicant.phone,
    "applicant.position": dice.pick(POSITIONS),
  };
  const requestId = await sendTyped(world, { type: "authorisation-change", practice: of, agbCode, typed, services: allowed, language: "nl" }, sentAt);
  await confirm(world, requestId, yield moments.soon(1, 60));
  if (ending === "waiting") return;
  const [first, second] = world.reviewers;
  if (ending === "rejected") {
    await reject(world, requestId, first, { reasonCode: "NOT_AUTHORISED_REQUESTER", note: "Gebeld: de praktijk weet hier niet van." }, yield moments.officeHours(sent - 1));
    return takeEffect(world, yield moments.soon(1, 1));
  }
  const { needsSecond } = await approve(world, requestId, first, yield moments.officeHours(sent - 1));
  if (needsSecond) await approveToo(world, requestId, second, yield moments.soon(15, 180));
  await takeEffect(world, yield moments.soon(1, 1));
  if (ending === "done") await identify(world, requestId, "match", dice, yield moments.evening(sent - 1));
}

/** An account of long ago that has to go: somebody left, and it is blocked from the receipt on (D23), or it is not needed any more. */
export type RevocationPlot = { ending: "waiting" | "done"; reason: "left" | "not-needed"; sent: number };

/** One revocation, of the oldest account that no other story needs. */
export async function* tellRevocation(world: World, { ending, reason, sent }: RevocationPlot, known: readonly string[], dice: Dice, moments: Moments): Story {
  const sentAt = yield moments.officeHours(sent);
  const [holder] = await world.office.db
    .select()
    .from(account)
    .where(and(eq(account.status, "active"), notInArray(account.email, known.map((personId) => colleagueOf(personId).email))))
    .orderBy(asc(account.createdAt), asc(account.userNumber))
    .limit(1);
  const of = PRACTICES.find(({ agbCodes }) => agbCodes.includes(holder?.agbCode ?? ""));
  if (!holder || !of) throw new Error("There is no account that may go.");
  const applicant = makeColleague(dice, of);
  const typed = {
    "practice.agbCode": holder.agbCode,
    "practice.kvkNumber": of.kvkNumber,
    "user.number": holder.userNumber,
    ...nameTyped("user.name", holder),
    "revocation.kind": "personal",
    "revocation.reason": reason,
    "revocation.moment": "now",
    "revocation.software": "yes",
    ...nameTyped("applicant.name", applicant),
    "applicant.email": applicant.email,
    "applicant.phone": applicant.phone,
    "applicant.position": dice.pick(POSITIONS),
  };
  const requestId = await sendTyped(world, { type: "revocation", practice: of, agbCode: holder.agbCode, typed, services: [], language: "nl" }, sentAt);
  await confirm(world, requestId, yield moments.soon(1, 30));
  if (ending === "waiting") return;
  const [first, second] = world.reviewers;
  const { needsSecond } = await approve(world, requestId, first, yield moments.soon(60, 300));
  if (needsSecond) await approveToo(world, requestId, second, yield moments.soon(15, 180));
  await takeEffect(world, yield moments.soon(1, 1));
}

/** The letters of long ago went to the post, where no print room has a routine. */
export async function* tellPosting(world: World, moments: Moments, daysAgo: number): Story {
  const number = await batch(world, yield moments.officeHours(daysAgo));
  if (number !== null) await post(world, number, 0, yield moments.soon(5, 30));
}

async function accountOf(world: World, email: string) {
  const [found] = await world.office.db.select().from(account).where(and(eq(account.email, email), ne(account.status, "ended")));
  if (!found) throw new Error("The user whose authorisations change has no account yet.");
  return found;
}
