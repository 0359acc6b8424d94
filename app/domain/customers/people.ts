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

/**
 * Who a text fits, in small letters: a whole user number (spaces do not matter), a whole e-mail address, or a name, whatever accents
 * either has, also with a typing mistake.
 * `isCut` says that there are more than are given.
 */
export async function findPeople(db: Db, text: string): Promise<{ people: FoundPerson[]; isCut: boolean }> {
  const number = text.replaceAll(/\s/g, "");
  if (/^[0-9]{14}$/.test(number)) return { people: await users(db, eq(account.userNumber, number), []), isCut: false };
  if (text.includes("@")) {
    const people = [...(await users(db, sql`lower(${account.email}) = ${text}`, [])), ...(await holders(db, sql`lower(${roleHolder.email}) = ${text}`, []))];
    return { people, isCut: false };
  }
  // Fewer letters have no trigram, and digits are no name.
  if (text.length < 3 || !/\p{L}/u.test(text)) return { people: [], isCut: false };
  const best = (name: SQL) => [sql`word_similarity(plain_letters(${text}), ${name}) desc`, sql`${name} asc`];
  const [found, holding] = [await users(db, fitsPlainName(userName, text), best(userName)), await holders(db, fitsPlainName(holderName, text), best(holderName))];
  return { people: [...found, ...holding], isCut: found.length === MOST_PEOPLE || holding.length === MOST_PEOPLE };
}

async function users(db: Db, where: SQL | undefined, order: SQL[]): Promise<FoundPerson[]> {
  const rows = await db.select().from(account).where(where).orderBy(...order, account.userNumber).limit(MOST_PEOPLE);
  return rows.map((one) => ({ enterpriseId: one.enterpriseId, name: fullName(one), userNumber: one.userNumber, role: null }));
}

async function holders(db: Db, where: SQL | undefined, order: SQL[]): Promise<FoundPerson[]> {
  const rows = await db.select().from(roleHolder).where(and(where, isNull(roleHolder.endedAt))).orderBy(...order, roleHolder.id).limit(MOST_PEOPLE);
  return rows.map((one) => ({ enterpriseId: one.enterpriseId, name: fullName(one), userNumber: null, role: one.role }));
}
