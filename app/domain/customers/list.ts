import { and, count, eq, inArray, ne, sql, type SQL } from "drizzle-orm";
import { z } from "zod";

import { account } from "#db/schema/accounts.ts";
import { agbCode, agreement, enterprise } from "#db/schema/organisations.ts";
import type { Db } from "#db/types.ts";
import { officeDate } from "#app/domain/deadlines/calendar.ts";
import { agreementStatus } from "#app/domain/requests/facts.ts";
import { fitsName } from "#app/domain/requests/search.ts";

import { findPeople, type FoundPerson } from "./people.ts";

export type AgreementStatus = ReturnType<typeof agreementStatus>;

export type CustomerLine = {
  id: string;
  name: string;
  kvkNumber: string;
  legalForm: string;
  town: string;
  codes: Array<{ code: string; name: string }>;
  agreement: AgreementStatus;
  /** Accounts that have not ended. */
  accounts: number;
  /** The people whom the search fits, each once. */
  people: FoundPerson[];
};

/** One page; `next` is the place of the page after it, and `isCut` says that the search fits more people or practices than are looked at. */
export type CustomerPage = { lines: CustomerLine[]; next: string | null; isCut: boolean };

const PAGE = 50;
const MOST_PRACTICES = 500;

const name = sql`lower(${enterprise.name})`;
const ORDER = [sql`${name} asc`, sql`${enterprise.id} asc`];

/**
 * The customers that a text fits, by name; all of them without one. The place is the last enterprise of the page before; one that is unknown is none.
 *
 * Each way in (name, number, town, AGB code, person) is a query of its own over an index of its own, and only the page is joined with anything. At a
 * million customers with as many accounts a page took 7 to 12 ms, first or 14,000th, and as long by number, e-mail address or town; 100 by a name;
 * 300 by a surname that 16,000 people have. What so many have in their name that it is no search costs what it fits: 1.5 s for a word of 125,000
 * names, 4 s for that word misspelt.
 */
export async function listCustomers(db: Db, input: { text?: string; place?: string | null; now: Date; limit?: number }): Promise<CustomerPage> {
  const { now, limit = PAGE } = input;
  const text = (input.text ?? "").trim().toLowerCase().slice(0, 100);
  const after = await placeOf(db, input.place);
  const { ways, people, isCut } = text === "" ? { ways: [undefined], people: [], isCut: false } : await waysTo(db, text);
  const found = new Set<string>();
  for (const way of ways) {
    const rows = await db.select({ id: enterprise.id }).from(enterprise).where(and(way, after)).orderBy(...ORDER).limit(limit + 1);
    for (const { id } of rows) found.add(id);
  }
  const rows = found.size > 0 ? await db.select().from(enterprise).where(inArray(enterprise.id, [...found])).orderBy(...ORDER).limit(limit + 1) : [];
  const page = rows.slice(0, limit);
  return { lines: await linesOf(db, page, people, now), next: rows.length > limit ? (page.at(-1)?.id ?? null) : null, isCut };
}

/** Every customer that a text fits, in batches: what an export is made of, with never more than one batch in memory. */
export async function* everyCustomer(db: Db, input: { text?: string; now: Date; batch?: number }): AsyncGenerator<CustomerLine[]> {
  let place: string | null = null;
  do {
    const page: CustomerPage = await listCustomers(db, { ...input, place, limit: input.batch ?? 500 });
    yield page.lines;
    place = page.next;
  } while (place !== null);
}

/** The condition "comes after that enterprise", as the index enterprise_in_order has it. */
async function placeOf(db: Db, place: string | null | undefined): Promise<SQL | undefined> {
  const id = z.uuid().safeParse(place).data;
  const [last] = id ? await db.select({ name: sql<string>`${name}` }).from(enterprise).where(eq(enterprise.id, id)) : [];
  return last && sql`(${name}, ${enterprise.id}) > (${last.name}::text, ${id}::uuid)`;
}

async function waysTo(db: Db, text: string): Promise<{ ways: SQL[]; people: FoundPerson[]; isCut: boolean }> {
  // Signs alone have no trigram and are nobody's name.
  if (!/[\p{L}\p{N}]/u.test(text)) return { ways: [], people: [], isCut: false };
  const { people, isCut } = await findPeople(db, text);
  const practices = await practicesNamed(db, text);
  const ids = [...new Set([...people.map(({ enterpriseId }) => enterpriseId), ...practices.ids])];
  const ways = [
    await nameOf(db, text),
    sql`lower(${enterprise.town}) = ${text}`,
    ids.length > 0 ? inArray(enterprise.id, ids) : undefined,
    ...(/^[0-9]{8}$/.test(text) ? [eq(enterprise.kvkNumber, text), inArray(enterprise.id, db.select({ id: agbCode.enterpriseId }).from(agbCode).where(eq(agbCode.code, text)))] : []),
  ];
  return { ways: ways.filter((way) => way !== undefined), people, isCut: isCut || practices.isCut };
}

/** The condition on the name: part of it, and only where nobody has that, nearly a word of it. One or two letters begin a word: that much the trigrams know. */
async function nameOf(db: Db, text: string): Promise<SQL | undefined> {
  const like = text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
  if (text.length < 3) return sql`(${name} like ${`${like}%`} or ${name} like ${`% ${like}%`})`;
  const part = sql`${name} like ${`%${like}%`}`;
  const [one] = await db.select({ id: enterprise.id }).from(enterprise).where(part).limit(1);
  return one ? part : fitsName(name, text);
}

/** The enterprises of AGB codes with this name. A word that more practices have in theirs ("huisarts") is the name of none: then only those of enterprises count. */
async function practicesNamed(db: Db, text: string): Promise<{ ids: string[]; isCut: boolean }> {
  if (text.length < 3 || !/\p{L}/u.test(text)) return { ids: [], isCut: false };
  const rows = await db.select({ id: agbCode.enterpriseId }).from(agbCode).where(fitsName(sql`lower(${agbCode.name})`, text)).limit(MOST_PRACTICES + 1);
  return rows.length > MOST_PRACTICES ? { ids: [], isCut: true } : { ids: rows.map(({ id }) => id), isCut: false };
}

async function linesOf(db: Db, rows: Array<typeof enterprise.$inferSelect>, people: readonly FoundPerson[], now: Date): Promise<CustomerLine[]> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const today = officeDate(now);
  const codes = await db.select().from(agbCode).where(inArray(agbCode.enterpriseId, ids)).orderBy(agbCode.code);
  const agreements = await db.select().from(agreement).where(inArray(agreement.enterpriseId, ids));
  const amounts = await db
    .select({ id: account.enterpriseId, amount: count() })
    .from(account)
    .where(and(inArray(account.enterpriseId, ids), ne(account.status, "ended")))
    .groupBy(account.enterpriseId);
  const [codesOf, agreementsOf, peopleOf] = [byEnterprise(codes), byEnterprise(agreements), byEnterprise(people)];
  const amountOf = new Map(amounts.map(({ id, amount }) => [id, amount]));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kvkNumber: row.kvkNumber,
    legalForm: row.legalForm,
    town: row.town,
    codes: (codesOf.get(row.id) ?? []).map((one) => ({ code: one.code, name: one.name })),
    agreement: agreementStatus(agreementsOf.get(row.id) ?? [], today),
    accounts: amountOf.get(row.id) ?? 0,
    people: onceEach(peopleOf.get(row.id) ?? []),
  }));
}

function byEnterprise<Row extends { enterpriseId: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(row.enterpriseId, [...(groups.get(row.enterpriseId) ?? []), row]);
  return groups;
}

/** A contact of ten AGB codes is one person. */
function onceEach(people: readonly FoundPerson[]): FoundPerson[] {
  return [...new Map(people.map((one) => [[one.name, one.userNumber, one.role].join("|"), one])).values()];
}
