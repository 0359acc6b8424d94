import { eq } from "drizzle-orm";

import { letter, type WordsSent } from "#db/schema/accounts.ts";
import { enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { system } from "#app/domain/access/actor.ts";
import { inTrail } from "#app/domain/access/in-trail.ts";
import { record } from "#app/domain/audit/record.ts";
import { addressBlock } from "#app/domain/correspondence/address.ts";
import { renderLetter } from "#app/domain/correspondence/render.ts";
import { refuseLostKey } from "#app/domain/correspondence/sealing-keys.ts";
import { getDefinition, type Pinned } from "#app/domain/definitions/store.ts";
import { fullName, type Language } from "#app/domain/people.ts";
import { Problem } from "#app/domain/problem.ts";
import { getRequest } from "#app/domain/requests/decide.ts";
import { listPresentHolders } from "#app/domain/requests/holders.ts";
import { isForEach } from "#app/domain/requests/people.ts";
import { readPeople } from "#app/domain/requests/persons.ts";
import { requestPolicies, requestTypeOf } from "#app/domain/requests/policy.ts";
import { letterReferenceOf } from "#app/domain/requests/reference.ts";

import { addressOf, refuseUnseenAddress } from "./delivery.ts";
import { BY, type Effect, type FulfilOffice, type Order } from "./effect.ts";
import { lettersBlanks } from "./letter-blanks.ts";
import { ATTENTION, nextLetterNumber } from "./pin-letter.ts";

/**
 * Sends a letter of a template that the request type names, to the registered address of the practice or of who holds a role there (R26, R119). It goes the way of the PIN letters through
 * the print room, and has no secret in it. Throws `letter.address-changed`, `letter.nobody-to-write-to`, and what the press throws: the work then waits among what is stuck.
 */
export const sendLetter: Effect = async (office, order) => {
  const { row, type, declared, position, now } = order;
  refuseUnseenAddress(order);
  const written = await writeLetter(office, order);
  const of = { requestId: row.id, effect: type.effects.indexOf(declared), position, now };
  return async (tx) => {
    await storeLetter(tx, written, { ...of, replaces: null, by: BY });
    return {};
  };
};

/**
 * Writes a letter once more in the place of one that was spoilt or came back: the same template, of the release that the request pinned (P17), to who is there now, at the address of now.
 * Each letter is replaced once, however often the job comes. Throws as `sendLetter` does; that two people have seen the address of one that came back, `closeReturn` has held.
 */
export async function replaceSentLetter(office: FulfilOffice, input: { letterId: string; now: Date }): Promise<void> {
  const { letterId, now } = input;
  const [former] = await office.db.select().from(letter).where(eq(letter.id, letterId));
  const { number: replaces, requestId, effect, position } = former ?? {};
  if (!former || !replaces || !requestId || effect == null || position == null) return;
  if (former.status !== "spoilt" && former.status !== "returned") return;
  const row = await getRequest(office.db, requestId);
  const type = await requestTypeOf(office.db, row);
  const declared = type.effects[effect];
  const [party] = row.enterpriseId ? await office.db.select().from(enterprise).where(eq(enterprise.id, row.enterpriseId)) : [];
  const { agbCode } = row;
  if (!declared || !party || agbCode === null) throw new Problem("request.without-party");
  const policies = await requestPolicies(office.db, requestId, now);
  if (former.status === "spoilt") refuseUnseenAddress({ row, party, policies, now });
  const people = await readPeople(office.db, type, row);
  const answers = isForEach(type, declared) ? (people.find((person) => person.position === position)?.answers ?? row.answers) : row.answers;
  const written = await writeLetter(office, { row: { ...row, agbCode, answers }, type, party, declared, now });
  await office.db.transaction((tx) => storeLetter(tx, written, { requestId, effect, position, replaces, now, by: inTrail(system("letters")) }));
}

type Written = { template: Pinned<"letter">; language: Language; number: number; addressee: string[]; words: WordsSent; sealed: string; keyId: string };

/** Fills the letter in, draws it and seals it, before the transaction that stores it: nothing is locked meanwhile. */
async function writeLetter(office: FulfilOffice, of: Pick<Order, "row" | "type" | "party" | "declared" | "now">): Promise<Written> {
  const { row, party, declared, now } = of;
  const { letter: key, to = "practice" } = declared;
  if (key === undefined) throw new Error("A letter without a template.");
  const template = await getDefinition(office.db, row.releaseId, "letter", key);
  const holders = await listPresentHolders(office.db, party.id, row.agbCode);
  const reader = to === "practice" ? null : holders.find(({ role }) => role === to);
  if (reader === undefined) throw new Problem("letter.nobody-to-write-to");
  const language = (reader ?? holders.find(({ role }) => role === "main-contact"))?.language ?? row.language;
  const names = reader === null ? [party.name] : [party.name, `${ATTENTION[language]} ${fullName(reader)}`];
  const number = await nextLetterNumber(office.db);
  const envelope = addressBlock(names, addressOf(party));
  const values = await lettersBlanks(office, { ...of, template: template.content, language, recipientName: reader === null ? party.name : fullName(reader) });
  const drawn = renderLetter(template.content, language, values, { ...envelope, reference: letterReferenceOf(number) }, office.branding, now);
  const sealed = await office.seal.seal(await office.press.draw(drawn));
  return { template, language, number, addressee: envelope.addressee, words: { subject: drawn.subject, blocks: drawn.blocks }, sealed, keyId: office.seal.keyId };
}

type Place = { requestId: string; effect: number; position: number; /** The number of the letter in whose place it comes. */ replaces: number | null; now: Date; by: ReturnType<typeof inTrail> };

/** Stores it in the transaction of the act that asks for it; of two in the place of one, the second is left. Throws `print-room-key.lost`. */
async function storeLetter(tx: Db, { template, ...written }: Written, { by, now, ...place }: Place): Promise<void> {
  await refuseLostKey(tx, written.keyId);
  const insert = tx
    .insert(letter)
    .overridingSystemValue()
    .values({ ...written, ...place, template: template.key, templateVersion: template.version, status: "waiting", madeAt: now });
  const [stored] = await (place.replaces === null ? insert : insert.onConflictDoNothing({ target: letter.replaces })).returning({ number: letter.number });
  if (!stored) return;
  const details = { template: template.key, version: template.version, ...(place.replaces !== null && { replaces: letterReferenceOf(place.replaces) }) };
  await record(tx, { now, actor: by, act: "letter.written", subject: { kind: "letter", id: written.number }, requestId: place.requestId, details });
}
