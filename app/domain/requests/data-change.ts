import { and, count, eq, inArray, isNull, sql } from "drizzle-orm";

import { account, credential, letter } from "#db/schema/accounts.ts";
import { enterprise, roleHolder } from "#db/schema/organisations.ts";
import { request, requestChange, type ChangedValue } from "#db/schema/requests.ts";
import type { Db } from "#db/types.ts";
import type { RequestType } from "#app/domain/definitions/schema/request-type.ts";
import { addressLine, fullName, PersonName, PostalAddress, isSamePerson } from "#app/domain/people.ts";

import { answerAt, textAt, type Answers } from "./answers.ts";
import { effectsOf, inputOf } from "./mapped.ts";
import type { RequestRow } from "./move.ts";

export type { ChangedValue };
type Account = typeof account.$inferSelect;
type Holder = typeof roleHolder.$inferSelect;
type Enterprise = typeof enterprise.$inferSelect;

/** Whose data a form changes, as we have them registered, and each value that changes, old and new. */
export type DataChange =
  | { of: "account"; account: Account; values: ChangedValue[] }
  /** One person, in each role that they hold with the same e-mail address: whoever is everything in a practice changes it once (R72). */
  | { of: "holder"; holders: [Holder, ...Holder[]]; values: ChangedValue[] }
  | { of: "enterprise"; enterprise: Enterprise; values: ChangedValue[] };

type About = { type: RequestType; answers: Answers; party: Enterprise | null; agbCode: string | null };

/**
 * What a form for a change of data comes to by our registers as they are now (R101, R103, R107): read when the rules judge, when the desk looks and when
 * it is carried out. Null for a type that changes none, and where nobody is registered as the form says.
 */
export async function findDataChange(db: Db, about: About): Promise<DataChange | null> {
  const { type, answers, party, agbCode } = about;
  if (!effectsOf(type, answers).some(({ effect }) => effect === "change-data")) return null;
  const kind = textAt(answers, inputOf(type, "kind"));
  if (kind === "address") return party && addressChange(about, party);
  return kind.startsWith("holder-") ? party && holderChange(db, about, party) : accountChange(db, about, agbCode);
}

/** The same for the desk and the e-mails: as it was carried out, once it was. */
export async function readDataChange(db: Db, type: RequestType, row: Pick<RequestRow, "id" | "answers" | "enterpriseId" | "agbCode">): Promise<ChangedValue[] | null> {
  const [done] = await db.select().from(requestChange).where(eq(requestChange.requestId, row.id));
  if (done) return done.values;
  const [party] = row.enterpriseId ? await db.select().from(enterprise).where(eq(enterprise.id, row.enterpriseId)) : [];
  const change = await findDataChange(db, { type, answers: row.answers, party: party ?? null, agbCode: row.agbCode });
  return change?.values ?? null;
}

/** Whether a new value is the one that we have already; a difference in capitals is none in an e-mail address. */
export function isUnchanged(values: readonly ChangedValue[]): boolean {
  return values.every(({ field, before, after }) => (field === "email" ? before.toLowerCase() === after.toLowerCase() : before === after));
}

/** Letters that lie in the house, closed, with the address on them that an enterprise has now. */
export async function countLettersInTheHouse(db: Db, enterpriseId: string): Promise<number> {
  const [found] = await db
    .select({ amount: count() })
    .from(letter)
    .leftJoin(credential, eq(credential.id, letter.credentialId))
    .leftJoin(account, eq(account.userNumber, credential.userNumber))
    .leftJoin(request, eq(request.id, letter.requestId))
    .where(and(eq(sql`coalesce(${account.enterpriseId}, ${request.enterpriseId})`, enterpriseId), inArray(letter.status, ["waiting", "in-batch"])));
  return found?.amount ?? 0;
}

/** Whether two addresses are one delivery point: postcode, number and suffix; streets and towns are spelt in more ways than one. */
export function isSameAddress(one: PostalAddress, other: PostalAddress): boolean {
  const key = ({ postcode, houseNumber, houseNumberSuffix }: PostalAddress) => [postcode, houseNumber, houseNumberSuffix.replaceAll(/[\s-]/g, "").toLowerCase()].join("|");
  return key(one) === key(other);
}

/** The new address that a form gives; null when it gives none. */
export function newAddressOf(type: RequestType, answers: Answers): PostalAddress | null {
  const given = PostalAddress.safeParse(answerAt(answers, inputOf(type, "address")));
  return given.success ? given.data : null;
}

function addressChange({ type, answers }: About, party: Enterprise): DataChange | null {
  const after = newAddressOf(type, answers);
  return after && { of: "enterprise", enterprise: party, values: [{ field: "address", before: addressLine(party), after: addressLine(after) }] };
}

async function holderChange(db: Db, { type, answers, agbCode }: About, party: Enterprise): Promise<DataChange | null> {
  const name = PersonName.safeParse(answerAt(answers, inputOf(type, "name")));
  const role = textAt(answers, inputOf(type, "role"));
  if (!name.success) return null;
  const all = await db.select().from(roleHolder).where(and(eq(roleHolder.enterpriseId, party.id), isNull(roleHolder.endedAt))).orderBy(roleHolder.role, roleHolder.rank);
  const named = all.find((one) => one.role === role && (one.agbCode === null || one.agbCode === agbCode) && isSamePerson(one, name.data));
  if (!named) return null;
  const others = all.filter((one) => one.id !== named.id && isSamePerson(one, named) && one.email.toLowerCase() === named.email.toLowerCase());
  return { of: "holder", holders: [named, ...others], values: reachOf(type, answers, named) };
}

async function accountChange(db: Db, { type, answers }: About, agbCode: string | null): Promise<DataChange | null> {
  const [holder] = await db.select().from(account).where(eq(account.userNumber, textAt(answers, inputOf(type, "userNumber"))));
  if (!holder || holder.agbCode !== agbCode || holder.status === "ended") return null;
  const after = textAt(answers, inputOf(type, "newName"));
  const given = textAt(answers, inputOf(type, "newGivenName"));
  return {
    of: "account",
    account: holder,
    values: [
      ...reachOf(type, answers, holder),
      ...(after ? [{ field: "name" as const, before: fullName(holder), after }] : []),
      ...(given ? [{ field: "given-name" as const, before: holder.givenName ?? "", after: given }] : []),
    ],
  };
}

function reachOf(type: RequestType, answers: Answers, { email, phone }: { email: string; phone: string | null }): ChangedValue[] {
  const newEmail = textAt(answers, inputOf(type, "email"));
  const newPhone = textAt(answers, inputOf(type, "phone"));
  return [
    ...(newPhone ? [{ field: "phone" as const, before: phone ?? "", after: newPhone }] : []),
    ...(newEmail ? [{ field: "email" as const, before: email, after: newEmail }] : []),
  ];
}
