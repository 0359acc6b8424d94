import { and, eq, isNull, sql, type SQL } from "drizzle-orm";

import { account } from "#db/schema/accounts.ts";
import { roleHolder } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { fullName } from "#app/domain/people.ts";
import { fitsPlainName } from "#app/domain/requests/search.ts";

export type HolderRole = (typeof roleHolder.$inferSelect)["role"];

/** Somebody of an enterprise whom a search fits: with a user number as the user of an account, with a role as who holds it now. */
export type FoundPerson = { enterpriseId: string; name: string; userNumber: string | null; role: HolderRole | null };

/** A name that more people fit ("Jansen") does not find one: then the best fits of accounts and of role holders are taken. */
export const MOST_PEOPLE = 500;

// Word for word what the indexes account_search and role_holder_search are over.
const userName = sql`plain_letters(coalesce(${account.givenName} || ' ', '') || ${account.initials} || ' ' || btrim(${account.prefix} || ' ' || ${account.surname}))`;
const holderName = sql`plain_letters(${roleHolder.initials} || ' ' || btrim(${roleHolder.prefix} || ' ' || ${roleHolder.surname}))`;

export type People = { people: FoundPerson[]; /** There are more than are given. */ isCut: boolean };

/**
 * Who a text fits, in small letters: a whole user number (spaces do not matter), a whole e-mail address, or a name, whatever accents
 * either has, also with a typing mistake.
 */
export async function findPeople(db: Db, text: string): Promise<People> {
  const [found, holding] = [await findUsers(db, text), isUserNumber(text) ? NOBODY : await fitting(text, { email: sql`lower(${roleHolder.email})`, name: holderName }, (where, order) => holders(db, where, order))];
  return { people: [...found.people, ...holding.people], isCut: found.isCut || holding.isCut };
}

/** The same among the users of accounts alone. */
export async function findUsers(db: Db, text: string): Promise<People> {
  if (isUserNumber(text)) return { people: await users(db, eq(account.userNumber, text.replaceAll(/\s/g, "")), []), isCut: false };
  return fitting(text, { email: sql`lower(${account.email})`, name: userName }, (where, order) => users(db, where, order));
}

const NOBODY: People = { people: [], isCut: false };

function isUserNumber(text: string): boolean {
  return /^[0-9]{14}$/.test(text.replaceAll(/\s/g, ""));
}

async function fitting(text: string, { email, name }: { email: SQL; name: SQL }, list: (where: SQL | undefined, order: SQL[]) => Promise<FoundPerson[]>): Promise<People> {
  if (text.includes("@")) return { people: await list(sql`${email} = ${text}`, []), isCut: false };
  // Fewer letters have no trigram, and digits are no name.
  if (text.length < 3 || !/\p{L}/u.test(text)) return NOBODY;
  const people = await list(fitsPlainName(name, text), [sql`word_similarity(plain_letters(${text}), ${name}) desc`, sql`${name} asc`]);
  return { people, isCut: people.length === MOST_PEOPLE };
}

async function users(db: Db, where: SQL | undefined, order: SQL[]): Promise<FoundPerson[]> {
  const rows = await db.select().from(account).where(where).orderBy(...order, account.userNumber).limit(MOST_PEOPLE);
  return rows.map((one) => ({ enterpriseId: one.enterpriseId, name: fullName(one), userNumber: one.userNumber, role: null }));
}

async function holders(db: Db, where: SQL | undefined, order: SQL[]): Promise<FoundPerson[]> {
  const rows = await db.select().from(roleHolder).where(and(where, isNull(roleHolder.endedAt))).orderBy(...order, roleHolder.id).limit(MOST_PEOPLE);
  return rows.map((one) => ({ enterpriseId: one.enterpriseId, name: fullName(one), userNumber: null, role: one.role }));
}
