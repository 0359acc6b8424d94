import { and, eq, inArray } from "drizzle-orm";

import { identification, identificationAttempt, identificationParty } from "#db/schema/identification.ts";
import { link } from "#db/schema/requests.ts";
import { person } from "#db/worlds/cast.ts";
import { BANK_CUSTOMERS, BANKS } from "#db/worlds/registers.ts";
import type { Dice } from "#db/worlds/dice.ts";
import { confirmRequest, denyRequest, openAsked } from "#app/domain/identification/asked.ts";
import type { BankAnswer, IdentityBroker } from "#app/domain/identification/ports.ts";
import { returnFromBank } from "#app/domain/identification/return.ts";
import { startIdentification } from "#app/domain/identification/visit.ts";

import type { World } from "./world-acts.server.ts";

export type AtTheBank = "match" | "near" | "mismatch";

/** Those who were asked confirm and go to their bank: one of them, or all where they act together. */
export async function identify(world: World, requestId: string, outcome: AtTheBank, dice: Dice, now: Date): Promise<void> {
  const { office } = world;
  const asked = await thoseAsked(world, requestId);
  const comers = asked[0]?.everybody ? asked : [dice.pick(asked)];
  for (const { party, link: own } of comers) {
    const answer = answerFor(party, outcome, dice);
    const broker = bankThatSays(answer, `${dice.between(1000, 9999)}${dice.between(100_000, 999_999)}${dice.between(100_000, 999_999)}`);
    const issuerId = BANK_CUSTOMERS.find((customer) => person(customer.personId).email === party.email)?.bankId ?? "DIJKNL2A";
    await openAsked(office, { link: own, now });
    await confirmRequest(office, { link: own, now });
    await startIdentification(office, broker, { link: own, issuerId, returnUrl: "http://localhost/identify/return", language: party.language, now });
    const [attempt] = await office.db.select().from(identificationAttempt).where(eq(identificationAttempt.partyId, party.id));
    if (!attempt?.transactionId || !attempt.entranceCode) throw new Error("The visit to the bank did not begin.");
    await returnFromBank(office, { broker, secret: world.secret, pauses: [] }, { transactionId: attempt.transactionId, entranceCode: attempt.entranceCode, now });
    await world.finish(now);
  }
}

/** Somebody who was asked does not know of it (D24). */
export async function deny(world: World, requestId: string, dice: Dice, now: Date): Promise<void> {
  const { link: own } = dice.pick(await thoseAsked(world, requestId));
  await openAsked(world.office, { link: own, now });
  await denyRequest(world.office, { link: own, now });
  await world.finish(now);
}

/** Somebody who was asked looks, and does nothing yet. */
export async function look(world: World, requestId: string, dice: Dice, now: Date): Promise<void> {
  const { link: own } = dice.pick(await thoseAsked(world, requestId));
  await openAsked(world.office, { link: own, now });
}

function thoseAsked(world: World, requestId: string) {
  return world.office.db
    .select({ party: identificationParty, everybody: identification.everybody, link })
    .from(identificationParty)
    .innerJoin(identification, eq(identification.id, identificationParty.identificationId))
    .innerJoin(link, eq(link.id, identificationParty.linkId))
    .where(and(eq(identification.requestId, requestId), inArray(identification.status, ["open", "at-desk"])))
    .orderBy(identificationParty.role, identificationParty.email);
}

function bankThatSays(answer: BankAnswer, transactionId: string): IdentityBroker {
  return {
    listIssuers: async () => [...BANKS],
    start: async () => ({ transactionId, merchantReference: transactionId, url: "http://localhost/bank" }),
    finish: async () => ({ status: "success", answer }),
  };
}

/** What the bank says of whom we asked: the same, a slip of registration, or somebody else from the same household. */
function answerFor(party: typeof identificationParty.$inferSelect, outcome: AtTheBank, dice: Dice): BankAnswer {
  const born = party.birthDate?.replaceAll("-", "") ?? "19700101";
  const initials = party.initials.replaceAll(/[^\p{L}]/gu, "").toUpperCase();
  const told = { bin: `${party.roleHolderId}`, name: { initials, legalSurname: party.surname, legalPrefix: party.prefix }, dateOfBirth: born };
  if (outcome === "match") return told;
  if (outcome === "near") return party.prefix ? { ...told, name: { ...told.name, legalPrefix: "" } } : { ...told, dateOfBirth: `${born.slice(0, 4)}0000` };
  const other = initials.startsWith("H") ? "M" : "H";
  return { ...told, name: { ...told.name, initials: other }, dateOfBirth: `${Number(born.slice(0, 4)) - dice.between(1, 4)}${born.slice(4)}` };
}
